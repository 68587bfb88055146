-- Fixture of the lab: the row that the manual's 7.5 changes.
CREATE DATABASE IF NOT EXISTS welab_iam DEFAULT CHARACTER SET utf8mb4;
GRANT ALL ON welab_iam.* TO 'wefe'@'%';
USE welab_iam;
DROP TABLE IF EXISTS org_info;
CREATE TABLE org_info (
  id varchar(32) NOT NULL,
  org_name varchar(255) NOT NULL,
  PRIMARY KEY (id)
);
INSERT INTO org_info (id, org_name) VALUES ('1550292621900984333', '天冕科技');
