// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What this build has made, and how it is tried. */
final class Built {
    static final String VERSION = System.getProperty("release.version", "");

    private Built() {}

    static Path root() {
        return Path.of("").toAbsolutePath().resolveSibling(".").normalize();
    }

    static Path target() {
        return Path.of("").toAbsolutePath().resolve("target");
    }

    /** The one file of this folder with such a name. */
    static Path only(Path folder, String name) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(
                            file -> String.valueOf(file.getFileName()).matches(name))
                    .toList();
            assertThat(found).as("%s in %s", name, folder).hasSize(1);
            return found.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a command says, if it ends with 0. */
    static String run(Path folder, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Whether this machine has that command. */
    static boolean has(String command) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    static String sum(String algorithm, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] digest = MessageDigest.getInstance(algorithm).digest(in.readAllBytes());
            return HexFormat.of().formatHex(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
