-- Fixture of the lab: one table of the names that WeFe 2.x has.
CREATE DATABASE IF NOT EXISTS wefe_board DEFAULT CHARACTER SET utf8mb4;
GRANT ALL ON wefe_board.* TO 'wefe'@'%';
USE wefe_board;
DROP TABLE IF EXISTS global_config;
CREATE TABLE global_config (
  id varchar(32) NOT NULL,
  created_time datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  `group` varchar(255) NOT NULL,
  `name` varchar(255) NOT NULL,
  `value` longtext,
  PRIMARY KEY (id),
  UNIQUE KEY unique_group_name (`group`, `name`)
);
INSERT INTO global_config (id, `group`, `name`, `value`) VALUES
  ('00000000000000000000000000000001', 'fl_sql_config', 'enable', 'false');
