// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * All processes that we started and all that these started, so that none outlives us whatever happens. Any thread.
 *
 * <p>They are known by a variable of their environment, which stays when a process loses its parent, as the deliveries of a mail
 * server do. Where that cannot be read (no {@code /proc}, or another user's process without the right to trace it) only
 * descendants are known.
 */
final class Processes {
    /** The variable; a server that clears its environment must keep it. */
    static final String MARK = "DOMAIN_SHARING_PROCESS";

    private static final String RUN = UUID.randomUUID().toString();
    private static final Duration END = Duration.ofSeconds(10);

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> alive().forEach(ProcessHandle::destroyForcibly), "end-of-processes"));
    }

    private Processes() {}

    /** Starts a process; whatever it starts has its name. */
    static Process start(String name, ProcessBuilder builder) throws IOException {
        builder.environment().putAll(markOf(name));
        return builder.start();
    }

    /** For a process that somebody else starts: with this in its environment it has the name. */
    static Map<String, String> markOf(String name) {
        return Map.of(MARK, RUN + '/' + name);
    }

    /** Ends all that have this name (SIGKILL), those included that are started meanwhile. */
    static void end(String name) {
        Awaitility.await("end of " + name)
                .atMost(END)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(25))
                .until(() -> {
                    List<ProcessHandle> left = marked(found -> found.equals(RUN + '/' + name));
                    left.forEach(ProcessHandle::destroyForcibly);
                    return left.isEmpty();
                });
    }

    /** Ends these (SIGKILL), and waits. */
    static void end(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        Awaitility.await("end of " + processes)
                .atMost(END)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(25))
                .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Those that run now. */
    static List<ProcessHandle> alive() {
        return Stream.concat(ProcessHandle.current().descendants(), marked(found -> found.startsWith(RUN)).stream())
                .distinct()
                .toList();
    }

    private static List<ProcessHandle> marked(Predicate<String> mark) {
        return ProcessHandle.allProcesses()
                .filter(process -> mark(process).filter(mark).isPresent())
                .toList();
    }

    private static Optional<String> mark(ProcessHandle process) {
        try {
            // Any bytes can stand there.
            String environment = Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "environ"), StandardCharsets.ISO_8859_1);
            return Stream.of(environment.split("\0"))
                    .filter(variable -> variable.startsWith(MARK + '='))
                    .map(variable -> variable.substring(MARK.length() + 1))
                    .findFirst();
        } catch (IOException e) {
            // It has ended, or may not be looked at.
            return Optional.empty();
        }
    }
}
