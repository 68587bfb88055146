/**
 * What of a vendor's package is a password, a key or a token. The package is closed, so that this goes by what things are
 * called. Rather one too many: what is taken for a credential is hidden, and works as before.
 */

/** Words of a key that name a credential, also glued to the end of another one (`MYSQLPASSWORD`, `requirepass`). */
const wordPattern =
  /(?:passwords?|passwd|passphrase|pwd|secrets?|tokens?|credentials?|apikey|accesskey)$|^(?:pass|private|auth|authorization|masterauth)$|(?<!by|com)pass$/;

/** What makes a key of the word `key`: a public key, a primary key and a key of a map are none. */
const keyKinds =
  /^(?:access|aes|api|app|des|encrypt|encryption|jwt|master|private|rsa|secret|sign|signing|sm4|ssh)$/;

/** Values that say yes or no, as of `MYSQL_ALLOW_EMPTY_PASSWORD`. */
const answers = /^(?:true|false|yes|no|on|off)$/i;

/** A variable that a shell or a framework puts in: the credential stands elsewhere. */
const reference = /^["']?(?:\$\w+|\$?\$\{[^}]*\}|\$\([^)]*\))["']?$/;

/** Directives of nginx that pass a request on. */
const nginxPass = /\b(?:proxy|fastcgi|grpc|scgi|uwsgi)_pass$/;

/** Whether a key of an environment, a properties file or an option names a credential. */
export function namesCredential(key: string): boolean {
  if (nginxPass.test(key)) return false;
  const words = key
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  return words.some(
    (word, at) => wordPattern.test(word) || (/^keys?$/.test(word) && keyKinds.test(words[at - 1] ?? "")),
  );
}

/** Whether a value that stands at a key is a credential, or has one in it. */
export function isCredential(key: string, value: string): boolean {
  if (maskText(value) !== value) return true;
  if (value === "" || answers.test(value) || reference.test(value)) return false;
  // Where a credential lies is none: `MYSQL_ROOT_PASSWORD_FILE=/run/secrets/root`.
  const place = /(?:file|path|dir|folder|location)$/i.test(key) && /^(?:[\w.-]*:)?\.{0,2}\//.test(value);
  return namesCredential(key) && !place;
}

/** What stands in the place of a credential. */
const mask = "***";

/** Where in a text, such as a command, a URL or Java's options, a credential stands: it is the last group. */
const places: readonly RegExp[] = [
  // scheme://user:PASSWORD@host
  /([a-z][\w+.-]*:\/\/[^\s/@:]*:)([^\s/@]+)(?=@)/gi,
  // mysql -pPASSWORD, mysqladmin, mysqldump, mariadb, mariadb-admin
  /(\b(?:mysql|mariadb)[\w-]*\b[^|;&]*?\s-p)(?!\s)(\S+)/gi,
  // redis-cli -a PASSWORD, mongosh -p PASSWORD
  /(\bredis-cli\b[^|;&]*?\s-a\s*)(\S+)/gi,
  /(\bmongo\w*\b[^|;&]*?\s-p\s*)(\S+)/gi,
  // curl -u user:PASSWORD
  /(\s(?:-u|--user)[\s=]*[^\s:]+:)(\S+)/gi,
  // Authorization: Basic …
  /(\b(?:basic|bearer)\s+)([\w+/=.~-]{8,})/gi,
];

/** `key=value`, `key: value` and `--key value` anywhere in a text. */
const pairs = /([\w.-]+)(["']?[^\S\n]*[=:][^\S\n]*|\s+)("[^"\n]*"|'[^'\n]*'|[^\s&;,"'})]+)/g;

/** The text with every credential masked that its form gives away. */
export function maskText(text: string): string {
  const byForm = places.reduce(
    (masked, place) =>
      masked.replace(place, (whole, before: string, found: string) =>
        reference.test(found) ? whole : `${before}${mask}`,
      ),
    text,
  );
  return maskPairs(byForm);
}

function maskPairs(text: string): string {
  let masked = "";
  let at = 0;
  const search = new RegExp(pairs);
  for (let found = search.exec(text); found; found = search.exec(text)) {
    const [, key = "", separator = "", value = ""] = found;
    const from = found.index + key.length + separator.length;
    // Words that follow each other are a pair only after an option: `--requirepass PASSWORD`.
    const paired = /\S/.test(separator) || (key.startsWith("-") && !value.startsWith("-"));
    if (paired && namesCredential(key) && !answers.test(value) && !reference.test(value)) {
      masked += text.slice(at, from) + mask;
      at = from + value.length;
    }
    // What is no pair's value may be the key of the next one.
    search.lastIndex = Math.max(at, from);
  }
  return masked + text.slice(at);
}

/** Between the words of a command while it is looked at as one text; blank, so that an option's value is found behind it. */
const between = "\f";

/**
 * A command with every credential masked: those that its form gives away and those that are known from elsewhere.
 * @param known values that are credentials
 */
export function maskWords(words: readonly string[], known: Iterable<string>): string[] {
  const longestFirst = [...new Set(known)].sort((a, b) => b.length - a.length);
  const text = longestFirst.reduce((masked, value) => masked.replaceAll(value, mask), words.join(between));
  return words.length === 0 ? [] : maskText(text).split(between);
}
