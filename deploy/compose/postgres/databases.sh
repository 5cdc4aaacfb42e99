# Run once by the image of PostgreSQL, when there are no data yet: for each service a role, and a
# database that nobody else may enter.
for service in contacts billing volunteers reporting; do
  SECRET=/run/secrets/${service}_password psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username=postgres --dbname=postgres \
    --set=name="sensoor_$service" <<'SQL'
\set password `cat "$SECRET"`
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
done
