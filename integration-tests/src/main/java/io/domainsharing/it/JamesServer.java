// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One James as a process of its own, on a loopback address of its own.
 *
 * <p>The files are written when the object is made and may be changed through {@link #conf()} before each start; ports,
 * {@code conf/} and {@code var/} stay the same from start to start, while everything that James's memory server keeps in
 * memory (domains, users, mailboxes, queues) is gone. One thread at a time.
 */
public final class JamesServer implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int TAIL_LINES = 60;
    private static final String STARTED = "JAMES server started";

    private final String name;
    private final Path folder;
    private final Endpoints endpoints;
    private final ServerConf conf;
    private final Map<String, String> environment = new HashMap<>();
    private List<String> jvmFlags = List.of();
    private @Nullable Process process;

    private JamesServer(String name, Path folder, Endpoints endpoints, ServerConf conf) {
        this.name = name;
        this.folder = folder;
        this.endpoints = endpoints;
        this.conf = conf;
    }

    /** A James without our extension: {@code james-conf/} with Domain Sharing undone, and no domain of its own. */
    public static JamesServer stock(String name, String host) {
        JamesServer server = create(name, host);
        server.conf.withoutDomainSharing().edit("domainlist.xml", xml -> xml.remove("domainnames"));
        return server;
    }

    /** A stock James with the packaged JAR dropped in and the files of {@code james-conf/}. */
    public static JamesServer extended(String name, String host) {
        JamesServer server = create(name, host);
        try {
            Path jar = Checkout.extensionJar();
            Files.copy(
                    jar,
                    server.folder.resolve("extensions-jars").resolve(jar.getFileName()),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return server;
    }

    private static JamesServer create(String name, String host) {
        Path folder = Checkout.output().resolve(name);
        try {
            deleteAll(folder);
            Files.createDirectories(folder.resolve("extensions-jars"));
            Endpoints endpoints = Endpoints.on(host);
            ServerConf conf = ServerConf.copy(Checkout.jamesConf(), folder.resolve("conf"), endpoints);
            return new JamesServer(name, folder, endpoints, conf);
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
        return running().toHandle();
    }

    public WebAdmin webAdmin() {
        return new WebAdmin(endpoints);
    }

    public JamesCli cli() {
        return new JamesCli(StockJames.fromSystemProperties(), folder, endpoints);
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
        return awaitStart();
    }

    /** Starts several servers at once. */
    public static void startAll(JamesServer... servers) {
        for (JamesServer server : servers) {
            server.launch();
        }
        for (JamesServer server : servers) {
            server.awaitStart();
        }
    }

    /** Starts a server that must not start, waits for its end and returns its exit code and its log. */
    public Command.Result startExpectingFailure() {
        launch();
        Process running = running();
        try {
            awaitStartOrEnd(running);
            if (running.isAlive()) {
                throw new IllegalStateException(name + " started, although it should have refused:\n" + tail());
            }
            return new Command.Result(running.exitValue(), log());
        } finally {
            kill();
        }
    }

    private JamesServer awaitStart() {
        Process running = running();
        awaitStartOrEnd(running);
        if (!running.isAlive()) {
            throw new IllegalStateException(
                    name + " ended with code " + running.exitValue() + " instead of starting:\n" + tail());
        }
        return this;
    }

    private void awaitStartOrEnd(Process running) {
        try {
            Awaitility.await()
                    .atMost(START)
                    .pollInterval(Duration.ofMillis(25))
                    .until(() -> !running.isAlive() || log().contains(STARTED));
        } catch (ConditionTimeoutException e) {
            kill();
            throw new IllegalStateException(name + " neither started nor ended in " + START + ":\n" + tail(), e);
        }
    }

    private void launch() {
        if (isRunning()) {
            throw new IllegalStateException(name + " runs already");
        }
        try {
            Path log = logFile();
            if (Files.exists(log)) {
                Files.writeString(
                        folder.resolve("james.previous.log"),
                        Files.readString(log),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
            List<String> flags = new ArrayList<>(ClassArchive.flags());
            flags.add("-Djava.rmi.server.hostname=" + endpoints.host());
            flags.addAll(jvmFlags);
            ProcessBuilder builder = new ProcessBuilder(
                            StockJames.fromSystemProperties().server(folder, flags))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            process = Processes.start(builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it the polite way (SIGTERM) and waits. */
    public void stop() {
        end(Process::destroy);
    }

    /** Ends it as a power cut would (SIGKILL). */
    public void kill() {
        end(Process::destroyForcibly);
    }

    /** Stops and starts it again. */
    public JamesServer restart() {
        stop();
        return start();
    }

    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Everything it wrote since its last start. */
    public String log() {
        try {
            return Files.exists(logFile()) ? Files.readString(logFile(), StandardCharsets.UTF_8) : "";
        } catch (java.nio.charset.MalformedInputException e) {
            // Half of a character at the end of what is written so far: the next look sees it whole.
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it at once: an orderly stop takes James several seconds, and its memory server has nothing to save. */
    @Override
    public void close() {
        kill();
    }

    private void end(java.util.function.Consumer<Process> how) {
        Process running = process;
        process = null;
        if (running == null) {
            return;
        }
        how.accept(running);
        try {
            if (!running.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                running.destroyForcibly();
                running.waitFor(STOP.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException(name + " does not run");
        }
        return process;
    }

    private Path logFile() {
        return folder.resolve("james.log");
    }

    /** The first error and what follows it (James logs causes first), or the end of the log. */
    private String tail() {
        List<String> lines = log().lines().toList();
        int from = Math.max(0, lines.size() - TAIL_LINES);
        for (int i = 0; i < from; i++) {
            if (lines.get(i).contains("[ERROR]")) {
                from = i;
                break;
            }
        }
        return String.join("\n", lines.subList(from, Math.min(lines.size(), from + TAIL_LINES)));
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
