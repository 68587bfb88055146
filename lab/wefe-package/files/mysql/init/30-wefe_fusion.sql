-- Fixture of the lab.
CREATE DATABASE IF NOT EXISTS wefe_fusion DEFAULT CHARACTER SET utf8mb4;
GRANT ALL ON wefe_fusion.* TO 'wefe'@'%';
