// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The servers in which the Jameses of the tests keep their data. */
@ExtendWith(NoLeftovers.class)
@NeedsServer({DebianPackage.RABBITMQ, DebianPackage.POSTGRESQL, DebianPackage.REDIS})
class DataServersIT {
    @Test
    void brokerShouldKeepQueuesWhenItIsKilled() throws Exception {
        try (RabbitMq broker = RabbitMq.create("broker", "127.0.10.1").start()) {
            assertThat(asked(broker, "PUT", "/api/queues/%2F/kept", "{\"durable\":true}"))
                    .isEqualTo(201);
            assertThat(broker.control("list_queues", "--silent", "name")).contains("kept");
            broker.kill();
            broker.start();
            assertThat(asked(broker, "GET", "/api/queues/%2F/kept", "")).isEqualTo(200);
        }
    }

    @Test
    void databaseShouldKeepRowsWhenItIsStoppedAndKilled() {
        try (PostgreSql server = PostgreSql.create("postgresql", "127.0.10.2").start()) {
            server.query(PostgreSql.DATABASE, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('here')");
            server.stop();
            server.start();
            assertThat(server.query(PostgreSql.DATABASE, "SELECT word FROM kept"))
                    .isEqualTo("here");
            server.kill();
            server.start();
            assertThat(server.query(PostgreSql.DATABASE, "SELECT word FROM kept"))
                    .isEqualTo("here");
        }
    }

    @Test
    void cassandraShouldKeepTheRowThatWasThereFirstWhenItIsStopped() {
        try (CassandraServer server =
                CassandraServer.create("cassandra", "127.0.10.4").start()) {
            server.query("CREATE KEYSPACE tests WITH replication ="
                    + " {'class': 'SimpleStrategy', 'replication_factor': 1}");
            server.query("CREATE TABLE tests.kept (name text PRIMARY KEY, word text)");
            assertThat(server.query("INSERT INTO tests.kept (name, word) VALUES ('it', 'first') IF NOT EXISTS"))
                    .contains("true");
            server.stop();
            server.start();
            assertThat(server.query("INSERT INTO tests.kept (name, word) VALUES ('it', 'second') IF NOT EXISTS"))
                    .contains("false");
            assertThat(server.query("SELECT word FROM tests.kept WHERE name = 'it'"))
                    .contains("first");
        }
    }

    @Test
    void redisShouldKeepValuesWhenItIsStoppedAndKilled() {
        try (Redis server = Redis.create("redis", "127.0.10.3").start()) {
            assertThat(server.query("SET", "kept", "here")).isEqualTo("OK");
            server.stop();
            server.start();
            assertThat(server.query("GET", "kept")).isEqualTo("here");
            server.kill();
            server.start();
            assertThat(server.query("GET", "kept")).isEqualTo("here");
        }
    }

    private static int asked(RabbitMq broker, String method, String path, String body) throws Exception {
        String account = RabbitMq.USER + ':' + RabbitMq.PASSWORD;
        HttpRequest request = HttpRequest.newBuilder(broker.managementUri().resolve(path))
                // Its server closes the connection on an offer of HTTP/2.
                .version(HttpClient.Version.HTTP_1_1)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8)))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
