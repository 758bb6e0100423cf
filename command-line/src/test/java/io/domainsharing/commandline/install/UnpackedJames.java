// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import io.domainsharing.commandline.Shell;
import io.domainsharing.commandline.TypedLines;
import io.domainsharing.commandline.conf.StockConf;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A folder like that of a James that was unpacked and has not run, with a JAR of the extension beside it that only looks like one. */
final class UnpackedJames {
    static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    private final Path home;
    private Instant now = NOW;
    private TypedLines keyboard = new TypedLines();

    private UnpackedJames(Path home) {
        this.home = home;
    }

    static UnpackedJames of(StockConf stock, Path home) {
        UnpackedJames james = new UnpackedJames(home);
        stock.copyTo(home.resolve("conf"));
        james.library("james-server-core-" + stock.release() + ".1.jar");
        james.jar("james-domain-sharing-1.jar", "javax/mail/", "1");
        james.jar("james-domain-sharing-1-jakarta.jar", "jakarta/mail/", "1");
        return james;
    }

    static UnpackedJames of38(Path home) {
        return of(StockConf.ofMemoryServer(), home);
    }

    private void library(String name) {
        try {
            Files.createDirectories(home.resolve("james.lib"));
            Files.createFile(home.resolve("james.lib").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A JAR for the James that has mails in that package. */
    Path jar(String name, String mailPackage, String content) {
        Path jar = home.resolve("download").resolve(name);
        try {
            Files.createDirectories(jar.resolveSibling("."));
            try (OutputStream out = Files.newOutputStream(jar);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                entry(zip, "io/domainsharing/james/DomainSharingModule.class", content);
                entry(zip, "io/domainsharing/james/JamesFlavour.class", mailPackage);
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void entry(ZipOutputStream zip, String name, String content) throws IOException {
        // Octet for octet the same whenever it is written.
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    Path conf() {
        return home.resolve("conf");
    }

    Path jars() {
        return home.resolve("extensions-jars");
    }

    Path download(String name) {
        return home.resolve("download").resolve(name);
    }

    UnpackedJames at(Instant time) {
        now = time;
        return this;
    }

    UnpackedJames typing(String... lines) {
        keyboard = new TypedLines(lines);
        return this;
    }

    /** With the JAR for 3.8. */
    Shell.Run install(String... options) {
        return run(Stream.concat(
                        Stream.of(
                                "install",
                                conf().toString(),
                                "--yes",
                                "--jar",
                                download("james-domain-sharing-1.jar").toString()),
                        Arrays.stream(options))
                .toArray(String[]::new));
    }

    /** With the JAR for 3.8; nobody is asked. */
    Shell.Run join(String token, String... options) {
        return run(Stream.concat(
                        Stream.of(
                                "join",
                                token,
                                conf().toString(),
                                "--yes",
                                "--offline",
                                "--jar",
                                download("james-domain-sharing-1.jar").toString()),
                        Arrays.stream(options))
                .toArray(String[]::new));
    }

    Shell.Run accept(String token) {
        return run("accept", token, conf().toString(), "--yes", "--offline");
    }

    Shell.Run uninstall(String... options) {
        return run(
                Stream.concat(Stream.of("uninstall", conf().toString(), "--yes", "--offline"), Arrays.stream(options))
                        .toArray(String[]::new));
    }

    Shell.Run run(String... arguments) {
        return Shell.with(Map.of())
                .at(Clock.fixed(now, ZoneOffset.UTC))
                .typing(keyboard)
                .run(arguments);
    }

    String text(String file) {
        try {
            return Files.readString(conf().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void edit(String file, UnaryOperator<String> change) {
        String before = text(file);
        String after = change.apply(before);
        if (after.equals(before)) {
            throw new IllegalArgumentException(file + " is not changed");
        }
        try {
            Files.writeString(conf().resolve(file), after);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The octets of every file that James has. */
    Map<String, String> files() {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(file -> !file.equals(home)).toList()) {
                contents.put(
                        home.relativize(file).toString(),
                        Files.isDirectory(file) ? "" : Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents;
    }

    /** The token in what a command has said. */
    static String token(Shell.Run run) {
        int at = run.out().indexOf("'ds1:");
        if (at < 0) {
            throw new IllegalArgumentException("no token in " + run);
        }
        return run.out().substring(at + 1, run.out().indexOf('\'', at + 1));
    }
}
