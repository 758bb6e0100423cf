// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** The process of a server, from start to start, and what it logs. One thread at a time. */
final class ServerProcess {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final int TAIL_LINES = 60;

    private final String name;
    private final Path log;
    private final String started;
    private final String error;
    private @Nullable Process process;

    /**
     * @param log where it writes
     * @param started what it writes when it has started
     * @param error what marks the first line worth reading when it has not
     */
    ServerProcess(String name, Path log, String started, String error) {
        this.name = name;
        this.log = log;
        this.started = started;
        this.error = error;
    }

    /** Does not wait for the start. */
    void launch(ProcessBuilder command) {
        if (isRunning()) {
            throw new IllegalStateException(name + " runs already");
        }
        try {
            if (Files.exists(log)) {
                Files.writeString(
                        Path.of(log.toString().replace(".log", ".previous.log")),
                        Files.readString(log),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
            process = Processes.start(name, command.redirectErrorStream(true).redirectOutput(log.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it has started; its end, or three minutes, are an error that holds the end of its log. */
    void awaitStart() {
        Process running = running();
        awaitStartOrEnd(running);
        if (!running.isAlive()) {
            throw new IllegalStateException(
                    name + " ended with code " + running.exitValue() + " instead of starting:\n" + tail());
        }
    }

    /** Waits for the end of what must not start. */
    Command.Result awaitFailure() {
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

    private void awaitStartOrEnd(Process running) {
        try {
            Awaitility.await()
                    .atMost(START)
                    .pollInterval(Duration.ofMillis(25))
                    .until(() -> !running.isAlive() || log().contains(started));
        } catch (ConditionTimeoutException e) {
            kill();
            throw new IllegalStateException(name + " neither started nor ended in " + START + ":\n" + tail(), e);
        }
    }

    /** Ends it the polite way (SIGTERM) and waits; does nothing when it does not run. */
    void stop() {
        end(Process::destroy);
    }

    /** Ends it as a power cut would (SIGKILL); does nothing when it does not run. */
    void kill() {
        end(Process::destroyForcibly);
    }

    boolean isRunning() {
        return process != null && process.isAlive();
    }

    Process running() {
        if (process == null) {
            throw new IllegalStateException(name + " does not run");
        }
        return process;
    }

    /** Everything it wrote since its last start. */
    String log() {
        try {
            return Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "";
        } catch (MalformedInputException e) {
            // Half of a character at the end of what is written so far: the next look sees it whole.
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end(Consumer<Process> how) {
        Process running = process;
        process = null;
        if (running == null) {
            return;
        }
        // Not all of them can be told by their environment: PostgreSQL writes its titles over it.
        List<ProcessHandle> children = running.descendants().toList();
        how.accept(running);
        try {
            if (!running.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                running.destroyForcibly();
                running.waitFor(STOP.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            // A mail server leaves those of its children alone that talk to a client or deliver.
            Processes.end(children);
            Processes.end(name);
        }
    }

    /** The first error and what follows it, or the end of the log. */
    private String tail() {
        List<String> lines = log().lines().toList();
        int from = Math.max(0, lines.size() - TAIL_LINES);
        for (int i = 0; i < from; i++) {
            if (lines.get(i).contains(error)) {
                from = i;
                break;
            }
        }
        return String.join("\n", lines.subList(from, Math.min(lines.size(), from + TAIL_LINES)));
    }
}
