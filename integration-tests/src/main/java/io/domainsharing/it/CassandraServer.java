// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Cassandra of one node, of the version that James is tested with, from Maven Central. It has no accounts, and waits for no other
 * node when it starts. One thread at a time.
 */
public final class CassandraServer extends DataServer {
    /** How its drivers call the place where the node is. */
    public static final String DATA_CENTRE = "datacenter1";

    private static final String SERVER = "org.apache.cassandra.service.CassandraDaemon";
    private static final String CONSOLE = "org.apache.cassandra.transport.Client";
    /** The version of the protocol that the console talks. */
    private static final String PROTOCOL = "4";

    private CassandraServer(String name, String host) {
        super(name, host, "Startup complete", "[ERROR]");
    }

    /** A node with no keyspace of ours, not started yet. */
    public static CassandraServer create(String name, String host) {
        CassandraServer server = new CassandraServer(name, host);
        server.write(
                "cassandra.yaml",
                Template.fill(
                        "cassandra.yaml",
                        Map.of(
                                "host", host,
                                "port", Integer.toString(server.port()),
                                "storage", Integer.toString(Endpoints.freePort(host)),
                                "folder", server.file("").toString())));
        server.write("logback.xml", Template.fill("cassandra.logback.xml", Map.of()));
        return server;
    }

    /** Starts and waits until it takes connections. */
    public CassandraServer start() {
        launch();
        return this;
    }

    /** Runs a statement of CQL, and returns what Cassandra's own console shows of the answer. */
    public String query(String cql) {
        List<String> command = java();
        command.addAll(List.of(CONSOLE, host(), Integer.toString(port()), PROTOCOL));
        String shown = run(command, "STARTUP\nQUERY " + cql + '\n');
        if (shown.contains("ERROR: ")) {
            throw new IllegalStateException(cql + ": " + shown);
        }
        return shown;
    }

    @Override
    ProcessBuilder command() {
        List<String> command = java();
        command.add(SERVER);
        return new ProcessBuilder(command);
    }

    private List<String> java() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "-javaagent:" + Checkout.cassandra().resolve("jamm-0.3.2.jar"),
                "-Djava.security.manager=allow",
                "-Dcassandra-foreground=yes",
                "-Dcassandra.config=" + file("cassandra.yaml").toUri(),
                "-Dcassandra.storagedir=" + file(""),
                "-Dcassandra.ring_delay_ms=0",
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.superuser_setup_delay_ms=0",
                // Its own tables are written to the disk when there is time.
                "-Dcassandra.unsafesystem=true",
                "-Dlogback.configurationFile=" + file("logback.xml")));
        opened().forEach(each -> command.addAll(List.of("--add-opens", each + "=ALL-UNNAMED")));
        command.addAll(List.of("-cp", Checkout.cassandra() + "/*"));
        return command;
    }

    /** What it looks into of a JDK later than those it was made for. */
    private static Stream<String> opened() {
        return Stream.of(
                "java.base/java.io",
                "java.base/java.lang",
                "java.base/java.lang.ref",
                "java.base/java.lang.reflect",
                "java.base/java.math",
                "java.base/java.net",
                "java.base/java.nio",
                "java.base/java.util",
                "java.base/java.util.concurrent",
                "java.base/java.util.concurrent.atomic",
                "java.base/java.util.concurrent.locks",
                "java.base/jdk.internal.loader",
                "java.base/jdk.internal.math",
                "java.base/jdk.internal.misc",
                "java.base/jdk.internal.ref",
                "java.base/jdk.internal.reflect",
                "java.base/sun.nio.ch",
                "java.management.rmi/javax.management.remote.rmi",
                "java.rmi/sun.rmi.server",
                "java.rmi/sun.rmi.transport",
                "java.rmi/sun.rmi.transport.tcp",
                "jdk.management/com.sun.management.internal");
    }

    @Override
    Map<String, String> environment() {
        return Map.of();
    }
}
