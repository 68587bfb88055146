import { expect, test } from "vitest";
import { isCredential, maskText, maskWords, namesCredential } from "./credential.js";

test.each([
  ["MYSQL_ROOT_PASSWORD", true],
  ["MYSQLPASSWORD", true],
  ["spring.redis.password", true],
  ["spring.datasource.druid.dbPassword", true],
  ["nacos.pwd", true],
  ["db_passwd", true],
  ["requirepass", true],
  ["masterauth", true],
  ["ssl.keystore.passphrase", true],
  ["privacy.database.encrypt.secret.key", true],
  ["aliyun.access-key", true],
  ["aliyun.accessKeySecret", true],
  ["jwt.token", true],
  ["rsa.private.key", true],
  ["sm4Key", true],
  ["NACOS_AUTH_TOKEN", true],
  ["GF_APP_KEY", true],
  ["credentials", true],
  ["TZ", false],
  ["db.mysql.username", false],
  ["JAVA_OPTS", false],
  ["public.key", false],
  ["primary-key", false],
  ["cache.key.prefix", false],
  ["bypass", false],
  ["compass.url", false],
  ["location /manager-service/ proxy_pass", false],
  ["tokenizer", false],
  ["block.chain.certPath", false],
])("%s names a credential: %s", (key, credential) => {
  expect(namesCredential(key)).toBe(credential);
});

test.each([
  { key: "MYSQL_ROOT_PASSWORD", value: "wefe2020", credential: true },
  { key: "spring.redis.password", value: "123456", credential: true },
  { key: "spring.redis.password", value: "", credential: false },
  { key: "MYSQL_ALLOW_EMPTY_PASSWORD", value: "yes", credential: false },
  { key: "MYSQL_ROOT_PASSWORD_FILE", value: "/run/secrets/root", credential: false },
  { key: "private.key.path", value: "classpath:/keys/a.pem", credential: false },
  { key: "spring.redis.password", value: "${REDIS_PASSWORD}", credential: false },
  { key: "uri", value: "mongodb://wefe:wefepass@mongodb.service:27017/wefe_union", credential: true },
  { key: "uri", value: "mongodb://mongodb.service:27017/wefe_union", credential: false },
  { key: "url", value: "jdbc:mysql://mysql.service:3306/a?user=wefe&password=wefepass", credential: true },
  { key: "url", value: "jdbc:mysql://mysql.service:3306/a?useUnicode=true", credential: false },
  { key: "JAVA_OPTS", value: "-Xmx1g -Dnacos.password=nacos1", credential: true },
  { key: "JAVA_OPTS", value: "-Xms256m -Xmx1024m", credential: false },
])("$key=$value: $credential", ({ key, value, credential }) => {
  expect(isCredential(key, value)).toBe(credential);
});

test.each([
  ["mysqladmin ping -h127.0.0.1 -uroot -pwefepass", "mysqladmin ping -h127.0.0.1 -uroot -p***"],
  ["mysql -uroot -p$MYSQL_ROOT_PASSWORD -e 'select 1'", "mysql -uroot -p$MYSQL_ROOT_PASSWORD -e 'select 1'"],
  ["mysqladmin --password=wefepass ping", "mysqladmin --password=*** ping"],
  ["mkdir -pv /data; mysql -u root", "mkdir -pv /data; mysql -u root"],
  ["redis-cli -a foobared ping", "redis-cli -a *** ping"],
  ["redis-server --requirepass foobared --port 6379", "redis-server --requirepass *** --port 6379"],
  ["mongosh -u root -p wefepass --eval 1", "mongosh -u root -p *** --eval 1"],
  ["curl -s -u nacos:nacos1 http://127.0.0.1:8848", "curl -s -u nacos:*** http://127.0.0.1:8848"],
  ["curl http://nacos:nacos1@127.0.0.1:8848/", "curl http://nacos:***@127.0.0.1:8848/"],
  ["wget --header 'Authorization: Basic bmFjb3M6bmFjb3M=' -O-", "wget --header 'Authorization: *** ***' -O-"],
  ["wget -q -O- http://127.0.0.1:8080/service/alive | grep -q spend", undefined],
  ["nc -z 127.0.0.1 27017", undefined],
  ["PGPASSWORD=secret1 psql -c 'select 1'", "PGPASSWORD=*** psql -c 'select 1'"],
])("%s", (text, masked = text) => {
  expect(maskText(text)).toBe(masked);
});

test("a known value is masked wherever it stands, and words stay words", () => {
  expect(maskWords(["CMD", "check", "wefepass", "--as", "xwefepassx"], ["wefepass"])).toEqual([
    "CMD",
    "check",
    "***",
    "--as",
    "x***x",
  ]);
  expect(maskWords(["redis-cli", "-a", "foobared", "ping"], [])).toEqual(["redis-cli", "-a", "***", "ping"]);
  expect(maskWords(["CMD-SHELL", "nc -z 127.0.0.1 3306"], ["wefepass"])).toEqual([
    "CMD-SHELL",
    "nc -z 127.0.0.1 3306",
  ]);
  expect(maskWords([], ["wefepass"])).toEqual([]);
});
