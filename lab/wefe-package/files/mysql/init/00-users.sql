-- Fixture of the lab. The vendor's user and password of the manuals.
CREATE USER IF NOT EXISTS 'wefe'@'%' IDENTIFIED BY 'wefepass';
