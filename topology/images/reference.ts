/** An image's name in its parts. */
export interface ImageName {
  /** `registry.example.com:5000`; none where the name leaves it to the engine. */
  readonly registry?: string;
  /** `mysql`, `wefe/mongo`; without the owner `library`, whom the engine adds where there is none. */
  readonly path: string;
  readonly tag: string;
  /** `sha256:…` where the name is one by digest; the tag then says nothing. */
  readonly digest?: string;
}

/**
 * Reads an image's name as the engine does (github.com/distribution/reference, ParseNormalizedNamed): the first part is a
 * registry when it looks like a host; the tag is `latest` unless one is given. Nothing when it is no name.
 */
export function imageName(written: string): ImageName | undefined {
  const match = /^([^@\s]+?)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(written);
  const [, name = "", tag = "latest", digest] = match ?? [];
  if (!match) return undefined;
  const [first = "", ...rest] = name.split("/");
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const path = hasRegistry ? rest.join("/") : name;
  if (!/^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*$/.test(path))
    return undefined;
  return {
    ...(hasRegistry ? { registry: first } : {}),
    path: path.replace(/^library\/(?=[^/]+$)/, ""),
    tag,
    ...(digest === undefined ? {} : { digest }),
  };
}

/**
 * Whether two written names are of one image. A name without a registry is the same with any: an archive has the one
 * that its engine took the image from, and compose files leave it out.
 */
export function sameImage(a: string, b: string): boolean {
  const [one, other] = [imageName(a), imageName(b)];
  if (!one || !other || one.path !== other.path) return false;
  if (one.registry !== undefined && other.registry !== undefined && one.registry !== other.registry)
    return false;
  if (one.digest !== undefined || other.digest !== undefined) return one.digest === other.digest;
  return one.tag === other.tag;
}
