// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.File;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A RabbitMQ with its management API, of the Debian package, with the Erlang that came with it. Node name, cookie, database and the
 * daemon that knows the node's port are its own, so that no other RabbitMQ of this machine meets it. One thread at a time.
 */
public final class RabbitMq extends DataServer {
    /** Who may do everything, from loopback. */
    public static final String USER = "guest";

    public static final String PASSWORD = "guest";

    private static final String LOOPBACK = "127.0.0.1";

    private final int management;
    private final int distribution = Endpoints.freePort(LOOPBACK);
    private final int portMapper = Endpoints.freePort(LOOPBACK);

    private RabbitMq(String name, String host) {
        super(name, host, "Server startup complete", "[error]");
        this.management = Endpoints.freePort(host);
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
        launch();
        return this;
    }

    /** Where clients connect, without account and password. */
    public URI uri() {
        return URI.create("amqp://" + host() + ':' + port());
    }

    /** Where the management API is, without account and password. */
    public URI managementUri() {
        return URI.create("http://" + host() + ':' + management);
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
