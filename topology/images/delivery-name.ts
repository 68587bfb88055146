/**
 * Names an image among those of one server, for the resource that brings it there. A name without a digest stands for
 * itself: `wefe/mysql:5.7` and `bitnami/mysql:8` are two. One by digest is called by its last word, as it always was, so
 * that a network that runs keeps its resources; only where another image has that name already it is called in full.
 * @param others names of all images of the server; it may be among them
 */
export function deliveryName(image: string, others: readonly string[]): string {
  const short = lastWord(image);
  if (short === undefined) return image;
  const taken = others.some((other) => {
    const word = lastWord(other);
    return word === undefined ? other === short : word === short && other < image;
  });
  return taken ? image : short;
}

/** The last word of a reference by digest, without tag; nothing of other names. */
function lastWord(image: string): string | undefined {
  return image.includes("@") ? image.replace(/^.*\/|[@:].*$/g, "") : undefined;
}
