// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program run to its end. */
public final class Command {
    private static final long SECONDS = 60;

    private Command() {}

    /** What a program said, on both streams, and how it ended. */
    public record Result(int exitCode, String output) {
        /** What it said, of a program that must not fail. */
        String successfulOutput() {
            if (exitCode != 0) {
                throw new IllegalStateException("Exit code " + exitCode + ": " + output);
            }
            return output;
        }
    }

    /** Runs a program in a folder and waits for it, at most a minute. */
    public static Result run(List<String> command, Path folder) {
        return run(command, folder, Map.of(), "");
    }

    /** The same with variables beside those of this process, and with what it reads. */
    static Result run(List<String> command, Path folder, Map<String, String> environment, String input) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = Processes.start(command.get(0), builder);
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command.get(0) + " did not end: " + output);
            }
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
