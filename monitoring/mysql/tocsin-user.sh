#!/bin/bash
# Run by the image once, when the data directory is made. No grant is needed to look.
# The image has read MYSQL_ROOT_PASSWORD_FILE by then, and unset it.
set -eu
MYSQL_PWD="$(cat /run/secrets/mysql_root_password)" mysql -u root <<SQL
CREATE USER 'tocsin'@'%' IDENTIFIED BY '$(cat /run/secrets/mysql_tocsin_password)' WITH MAX_USER_CONNECTIONS 5;
SQL
