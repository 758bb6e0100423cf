// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One James as a process of its own, on a loopback address of its own.
 *
 * <p>The files are written when the object is made and may be changed through {@link #conf()} before each start; ports,
 * {@code conf/} and {@code var/} stay the same from start to start, and with them all that a server with JPA has, while
 * everything that a memory server keeps in memory (domains, users, mailboxes, queues) is gone. One thread at a time.
 */
public final class JamesServer implements AutoCloseable {
    private final String name;
    private final StockJames james;
    private final Path folder;
    private final Endpoints endpoints;
    private final ServerConf conf;
    private final ServerProcess process;
    private final Map<String, String> environment = new HashMap<>();
    private List<String> jvmFlags = List.of();
    private Runnable release = () -> {};

    private JamesServer(String name, StockJames james, Path folder, Endpoints endpoints, ServerConf conf) {
        this.name = name;
        this.james = james;
        this.folder = folder;
        this.endpoints = endpoints;
        this.conf = conf;
        // James logs causes first.
        this.process = new ServerProcess(name, folder.resolve("james.log"), "JAMES server started", "[ERROR]");
    }

    /** A James without our extension: {@code james-conf/} with Domain Sharing undone, and no domain of its own. */
    public static JamesServer stock(String name, String host) {
        JamesServer server = create(name, Endpoints.on(host));
        server.conf.withoutDomainSharing().edit("domainlist.xml", xml -> xml.remove("domainnames"));
        return server;
    }

    /**
     * A James as it is unpacked: the {@code conf/} that it brings, on an address of its own, no {@code extensions-jars/}, and a library
     * that tells its release.
     */
    static JamesServer untouched(String name, String host) {
        StockJames james = StockJames.underTest();
        Endpoints endpoints = Endpoints.on(host);
        Path folder = Checkout.emptyFolder(name);
        try {
            Path conf = StockFiles.copy(folder.resolve("conf"), james.kind(), james.isJakarta(), endpoints);
            Path library = Path.of(james.library("james-server-core-"));
            Path libraries = Files.createDirectories(folder.resolve("james-server-app.lib"));
            Files.createSymbolicLink(libraries.resolve(library.getFileName()), library);
            return new JamesServer(name, james, folder, endpoints, ServerConf.of(conf));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A stock James with the packaged JAR dropped in and the files of {@code james-conf/}. */
    public static JamesServer extended(String name, String host) {
        return extended(name, Endpoints.on(host), Checkout.extensionJar());
    }

    /** The same with a JAR that its James may refuse. */
    static JamesServer extended(String name, String host, Path jar) {
        return extended(name, Endpoints.on(host), jar);
    }

    /** The same with its MX listener at that port: what DNS names has an address, and no port. */
    public static JamesServer extended(String name, String host, int smtpPort) {
        return extended(name, Endpoints.on(host, smtpPort), Checkout.extensionJar());
    }

    /** The James with JPA and ActiveMQ, with the packaged JAR and the files of {@code james-conf/} and {@code james-conf/jpa/}. */
    public static JamesServer durable(String name, String host) {
        StockJames james = StockJames.jpa();
        JamesServer server = create(name, james, Endpoints.on(host), ServerKind.JPA);
        server.release = SharedData.connect(ServerKind.JPA, server.folder, server.conf);
        return server.with(Checkout.extensionJar(james.isJakarta()));
    }

    /** The James with JPA whose queues are in RabbitMQ, with the packaged JAR, the same files, and data of its own. */
    public static JamesServer rabbitmq(String name, String host, RabbitMq broker) {
        JamesServer server = create(name, StockJames.rabbitmq(), Endpoints.on(host), ServerKind.JPA);
        new DataConf(server.conf)
                .derby(server.folder.resolve("var/store/derby"))
                .broker(broker)
                .blobFolder(server.folder.resolve("var/blobs"));
        return server.with(Checkout.extensionJar(false));
    }

    /**
     * A node of a site: the same with its data in that database, and the contents of queued messages in a folder that is the
     * database's. Nodes with the same broker and the same database are one site; the first has to start before the others.
     */
    public static JamesServer node(String name, String host, RabbitMq broker, PostgreSql database) {
        JamesServer node = rabbitmq(name, host, broker);
        new DataConf(node.conf).jdbc(database).blobFolder(database.blobs());
        return node;
    }

    private static JamesServer extended(String name, Endpoints endpoints, Path jar) {
        return create(name, endpoints).with(jar);
    }

    private JamesServer with(Path jar) {
        try {
            Files.copy(
                    jar,
                    folder.resolve("extensions-jars").resolve(jar.getFileName()),
                    StandardCopyOption.REPLACE_EXISTING);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JamesServer create(String name, Endpoints endpoints) {
        ServerKind kind = ServerKind.underTest();
        JamesServer server = create(name, StockJames.underTest(), endpoints, kind);
        server.release = SharedData.connect(kind, server.folder, server.conf);
        return server;
    }

    private static JamesServer create(String name, StockJames james, Endpoints endpoints, ServerKind kind) {
        Path folder = Checkout.emptyFolder(name);
        try {
            Files.createDirectories(folder.resolve("extensions-jars"));
            ServerConf conf = ServerConf.copy(kind.samples(), folder.resolve("conf"), endpoints);
            return new JamesServer(name, james, folder, endpoints, conf);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return name;
    }

    /** Where {@code conf/}, {@code var/} and the log are. */
    public Path folder() {
        return folder;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /** Its configuration: changes are seen at the next start. */
    public ServerConf conf() {
        return conf;
    }

    /** Sets an environment variable of its process; seen at the next start. */
    public JamesServer environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** JVM flags that come after the harness's own, so that they win; seen at the next start. */
    public JamesServer jvmFlags(String... flags) {
        jvmFlags = List.of(flags);
        return this;
    }

    /** Its process, to see what it uses. */
    public ProcessHandle process() {
        return process.running().toHandle();
    }

    public WebAdmin webAdmin() {
        return new WebAdmin(endpoints);
    }

    public JamesCli cli() {
        return new JamesCli(james, folder, endpoints);
    }

    /** The mailbox INBOX of one of its users. */
    public ImapMailbox inbox(String user, String password) {
        return new ImapMailbox(endpoints, user, password);
    }

    /**
     * Starts and waits until James says that it has started.
     *
     * @throws IllegalStateException when it ends instead or takes too long; the message holds the end of its log
     */
    public JamesServer start() {
        launch();
        process.awaitStart();
        return this;
    }

    /** Starts several servers at once. */
    public static void startAll(JamesServer... servers) {
        for (JamesServer server : servers) {
            server.launch();
        }
        for (JamesServer server : servers) {
            server.process.awaitStart();
        }
    }

    /** Starts a server that must not start, waits for its end and returns its exit code and its log. */
    public Command.Result startExpectingFailure() {
        launch();
        return process.awaitFailure();
    }

    private void launch() {
        List<String> flags = new ArrayList<>(james.openJpa().isPresent() ? List.of() : ClassArchive.flags());
        flags.add("-Djava.rmi.server.hostname=" + endpoints.host());
        flags.addAll(james.kind().flags());
        flags.addAll(jvmFlags);
        ProcessBuilder builder = new ProcessBuilder(james.server(folder, flags)).directory(folder.toFile());
        builder.environment().putAll(environment);
        process.launch(builder);
    }

    /** Ends it the polite way (SIGTERM) and waits. */
    public void stop() {
        process.stop();
    }

    /** Ends it as a power cut would (SIGKILL). */
    public void kill() {
        process.kill();
    }

    /** Stops and starts it again. */
    public JamesServer restart() {
        stop();
        return start();
    }

    public boolean isRunning() {
        return process.isRunning();
    }

    /** Everything it wrote since its last start. */
    public String log() {
        return process.log();
    }

    /** Ends it at once: an orderly stop takes James several seconds, and nobody needs what it saves. */
    @Override
    public void close() {
        kill();
        release.run();
    }
}
