// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A RabbitMQ with its management API, of the Debian package, with the Erlang that came with it. Node name, cookie, database and the
 * daemon that knows the nodes' ports are its own, so that no other RabbitMQ of this machine meets it. One thread at a time.
 */
public final class RabbitMq extends DataServer {
    /** Who may do everything, from loopback. */
    public static final String USER = "guest";

    public static final String PASSWORD = "guest";

    private static final String LOOPBACK = "127.0.0.1";

    private final int management;
    private final int distribution = Endpoints.freePort(LOOPBACK);
    private final int portMapper = Endpoints.freePort(LOOPBACK);

    /** Erlang would start it, too, and not wait until it listens. */
    private final ServerProcess nodePorts;

    private RabbitMq(String name, String host) {
        super(name, host, "Server startup complete", "[error]");
        this.management = Endpoints.freePort(host);
        this.nodePorts = new ServerProcess(
                name + "-node-ports", file("node-ports.log"), "entering the main select() loop", "failed");
    }

    /** A broker with nothing in it, not started yet. */
    public static RabbitMq create(String name, String host) {
        RabbitMq broker = new RabbitMq(name, host);
        broker.configure();
        return broker;
    }

    private void configure() {
        write(
                "bin/erl",
                Template.fill(
                        "erl",
                        Map.of(
                                "erlang",
                                DebianPackage.RABBITMQ.file("usr/lib/erlang").toString(),
                                "programs",
                                erlangPrograms())));
        if (!file("bin/erl").toFile().setExecutable(true)) {
            throw new IllegalStateException("Not to be made a program: " + file("bin/erl"));
        }
        write("enabled_plugins", "[rabbitmq_management].\n");
        write(
                "rabbitmq.conf",
                Template.fill(
                        "rabbitmq.conf",
                        Map.of(
                                "host", host(),
                                "port", Integer.toString(port()),
                                "management", Integer.toString(management))));
    }

    /** Starts and waits until it takes connections. */
    public RabbitMq start() {
        if (!nodePorts.isRunning()) {
            ProcessBuilder daemon = new ProcessBuilder(erlangPrograms() + "/epmd", "-d", "-d");
            daemon.environment().putAll(environment());
            nodePorts.launch(daemon);
            nodePorts.awaitStart();
        }
        launch();
        return this;
    }

    @Override
    public void close() {
        super.close();
        nodePorts.kill();
    }

    /** Where clients connect, without account and password. */
    public URI uri() {
        return URI.create("amqp://" + host() + ':' + port());
    }

    /** Where the management API is, without account and password. */
    public URI managementUri() {
        return URI.create("http://" + host() + ':' + management);
    }

    /** How many messages were published since the broker was set up, as of some seconds ago. */
    public long published() {
        String account = USER + ':' + PASSWORD;
        HttpRequest request = HttpRequest.newBuilder(managementUri().resolve("/api/overview"))
                // Its server closes the connection on an offer of HTTP/2.
                .version(HttpClient.Version.HTTP_1_1)
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(account.getBytes(StandardCharsets.UTF_8)))
                .build();
        try {
            String overview = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            return new ObjectMapper()
                    .readTree(overview)
                    .path("message_stats")
                    .path("publish")
                    .asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    ProcessBuilder command() {
        return new ProcessBuilder(program("rabbitmq-server"));
    }

    /** Makes a virtual host with nothing in it. */
    RabbitMq virtualHost(String name) {
        control("add_vhost", name);
        control("set_permissions", "-p", name, USER, ".*", ".*", ".*");
        return this;
    }

    /** Runs {@code rabbitmqctl} with these arguments while the broker runs. */
    public String control(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program("rabbitmqctl")));
        command.addAll(List.of(arguments));
        return run(command);
    }

    @Override
    Map<String, String> environment() {
        return Map.ofEntries(
                Map.entry(
                        "PATH",
                        file("bin") + File.pathSeparator + erlangPrograms() + File.pathSeparator + "/usr/bin:/bin"),
                Map.entry("LD_LIBRARY_PATH", DebianPackage.RABBITMQ.libraryPath()),
                // The cookie is there.
                Map.entry("HOME", file("").toString()),
                Map.entry("RABBITMQ_NODENAME", "node-" + distribution + "@localhost"),
                Map.entry("RABBITMQ_CONFIG_FILE", file("rabbitmq.conf").toString()),
                Map.entry(
                        "RABBITMQ_ADVANCED_CONFIG_FILE", file("advanced.config").toString()),
                Map.entry("RABBITMQ_CONF_ENV_FILE", file("rabbitmq-env.conf").toString()),
                Map.entry(
                        "RABBITMQ_ENABLED_PLUGINS_FILE", file("enabled_plugins").toString()),
                Map.entry("RABBITMQ_PLUGINS_DIR", broker() + "/plugins"),
                Map.entry("RABBITMQ_MNESIA_BASE", file("data").toString()),
                Map.entry("RABBITMQ_LOG_BASE", file("logs").toString()),
                Map.entry("RABBITMQ_LOGS", "-"),
                Map.entry("RABBITMQ_PID_FILE", file("pid").toString()),
                Map.entry("RABBITMQ_DIST_PORT", Integer.toString(distribution)),
                Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"),
                Map.entry("ERL_EPMD_PORT", Integer.toString(portMapper)),
                Map.entry("ERL_EPMD_ADDRESS", LOOPBACK));
    }

    private static String program(String name) {
        return broker() + "/sbin/" + name;
    }

    private static String broker() {
        return DebianPackage.RABBITMQ
                .only("usr/lib/rabbitmq/lib", "rabbitmq_server-")
                .toString();
    }

    private static String erlangPrograms() {
        return DebianPackage.RABBITMQ.only("usr/lib/erlang", "erts-") + "/bin";
    }
}
