-- Fixture of the lab.
CREATE DATABASE IF NOT EXISTS wefe_serving DEFAULT CHARACTER SET utf8mb4;
GRANT ALL ON wefe_serving.* TO 'wefe'@'%';
