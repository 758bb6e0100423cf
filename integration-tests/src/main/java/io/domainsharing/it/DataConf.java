// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.nio.file.Path;
import java.util.Map;
import org.w3c.dom.Element;

/** The files of {@code conf/} that tell a James where its data is. */
final class DataConf {
    private static final String JPA = "jpa";

    private final ServerConf conf;

    DataConf(ServerConf conf) {
        this.conf = conf;
    }

    /** JPA in Derby, in that folder: the sample has it beside James's own, where servers of one machine would share it. */
    DataConf derby(Path place) {
        conf.set("james-database.properties", Map.of("database.url", "jdbc:derby:" + place + ";create=true"));
        return this;
    }

    /** JPA in PostgreSQL, with the mail repositories in it too. */
    DataConf jdbc(PostgreSql server) {
        repositoriesByJpa();
        conf.set(
                "james-database.properties",
                Map.of(
                        "database.driverClassName",
                        "org.postgresql.Driver",
                        "database.url",
                        server.jdbcUrl(PostgreSql.DATABASE),
                        "database.username",
                        PostgreSql.USER,
                        "database.password",
                        PostgreSql.PASSWORD,
                        "vendorAdapter.database",
                        "POSTGRESQL"));
        return this;
    }

    private void repositoriesByJpa() {
        conf.edit("mailrepositorystore.xml", xml -> {
            xml.set("defaultProtocol", JPA);
            Element repository = xml.find("mailrepositories/mailrepository").orElseThrow();
            repository.setAttribute("class", "org.apache.james.mailrepository.jpa.JPAMailRepository");
            xml.set("mailrepositories/mailrepository/protocols/protocol", JPA);
        });
        conf.edit("mailetcontainer.xml", xml -> {
            xml.all("spooler/errorRepository").forEach(DataConf::byJpa);
            xml.all("processors/processor/mailet/repositoryPath").forEach(DataConf::byJpa);
        });
    }

    private static void byJpa(Element url) {
        url.setTextContent(url.getTextContent().replaceFirst("^\\w+:", JPA + ':'));
    }

    /** James's server with PostgreSQL. */
    DataConf postgres(PostgreSql server, String database) {
        conf.set(
                "postgres.properties",
                Map.of(
                        "database.name",
                        database,
                        "database.schema",
                        "public",
                        "database.host",
                        server.host(),
                        "database.port",
                        Integer.toString(server.port()),
                        "database.username",
                        PostgreSql.USER,
                        "database.password",
                        PostgreSql.PASSWORD));
        return blobs("postgres").withoutSearch();
    }

    /** James's server with Cassandra. */
    DataConf cassandra(CassandraServer server, String keyspace) {
        conf.set(
                "cassandra.properties",
                Map.of(
                        "cassandra.nodes",
                        server.host() + ':' + server.port(),
                        "cassandra.keyspace.create",
                        "true",
                        "cassandra.keyspace",
                        keyspace,
                        "cassandra.replication.factor",
                        "1",
                        "cassandra.local.dc",
                        CassandraServer.DATA_CENTRE));
        return blobs("cassandra").withoutSearch();
    }

    /** Queues, and what else goes by a broker, in a virtual host of its own. */
    DataConf broker(RabbitMq broker, String virtualHost) {
        conf.set("rabbitmq.properties", Map.of("vhost", virtualHost));
        return broker(broker);
    }

    /** The same in the virtual host that every broker has. */
    DataConf broker(RabbitMq broker) {
        conf.set(
                "rabbitmq.properties",
                Map.of(
                        "uri",
                        broker.uri().toString(),
                        "management.uri",
                        broker.managementUri().toString(),
                        "management.user",
                        RabbitMq.USER,
                        "management.password",
                        RabbitMq.PASSWORD));
        return this;
    }

    /** The contents of queued messages in a folder. */
    DataConf blobFolder(Path folder) {
        conf.set("blob.properties", Map.of("directory", folder.toString()));
        return this;
    }

    private DataConf blobs(String implementation) {
        conf.set(
                "blob.properties",
                Map.of(
                        "implementation", implementation,
                        "deduplication.enable", "false",
                        "encryption.aes.enable", "false",
                        "cache.enable", "false"));
        return this;
    }

    /** Neither OpenSearch nor Tika. */
    private DataConf withoutSearch() {
        conf.set("search.properties", Map.of("implementation", "scanning"));
        conf.set("tika.properties", Map.of("tika.enabled", "false"));
        return this;
    }
}
