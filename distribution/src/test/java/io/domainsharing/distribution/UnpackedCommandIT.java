// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The archive and the Debian package, unpacked: what is in them, and that it runs from there. */
class UnpackedCommandIT {
    @TempDir
    private static Path folder = Path.of("");

    /** Where each of the two has the commands. */
    static List<Path> commands() {
        return List.of(archive().resolve("bin"), debian().resolve("usr/bin"));
    }

    private static Path archive() {
        return folder.resolve("archive/domain-sharing-" + Built.VERSION);
    }

    private static Path debian() {
        return folder.resolve("debian");
    }

    @BeforeAll
    static void unpack() throws IOException {
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(Built.has("dpkg-deb"))
                    .as("dpkg-deb, of the package dpkg")
                    .isTrue();
        }
        Path archive = Files.createDirectories(folder.resolve("archive"));
        Path tar = Built.target().resolve("domain-sharing-" + Built.VERSION + ".tar.gz");
        Built.run(archive, List.of("tar", "xzf", tar.toString()));
        Built.run(folder, List.of("dpkg-deb", "-x", deb().toString(), debian().toString()));
    }

    private static Path deb() {
        return Built.only(Built.target(), "domain-sharing_.*_all\\.deb");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandShouldRun(Path bin) {
        assertThat(run(bin, "domain-sharing", "--version")).isEqualTo("domain-sharing " + Built.VERSION + "\n");
        assertThat(run(bin, "minger", "--help")).contains("minger ADDRESS @HOST");
    }

    /** It lies beside the command's own. */
    @ParameterizedTest
    @MethodSource("commands")
    void installShouldFindTheJarForJames(Path bin) throws IOException {
        Path james = Files.createTempDirectory(folder, "james");
        Files.createDirectories(james.resolve("conf"));
        Files.createDirectories(james.resolve("lib"));
        Files.createFile(james.resolve("lib/james-server-core-3.9.0.jar"));
        for (String file :
                List.of("smtpserver.xml", "mailetcontainer.xml", "extensions.properties", "webadmin.properties")) {
            Files.copy(
                    Built.root().resolve("james-conf").resolve(file),
                    james.resolve("conf").resolve(file));
        }

        assertThat(run(bin, "domain-sharing", "install", james.resolve("conf").toString(), "--dry-run"))
                .contains("james-domain-sharing-" + Built.VERSION + "-jakarta.jar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "domain-sharing/lib/domain-sharing.jar",
                "bash-completion/completions/domain-sharing",
                "zsh/vendor-completions/_domain-sharing",
                "fish/vendor_completions.d/domain-sharing.fish",
                "doc/domain-sharing/examples/james-conf/domainsharing.xml",
                "doc/domain-sharing/examples/james-conf/jpa/mailetcontainer.xml"
            })
    void packageShouldHold(String file) {
        assertThat(debian().resolve("usr/share").resolve(file)).isNotEmptyFile();
    }

    @Test
    void packageShouldHoldManualPagesAndChangelogInTheFormOfDebian() throws IOException {
        assertThat(unzipped("man/man1/domain-sharing.1.gz")).startsWith(".TH ").contains(Built.VERSION);
        assertThat(unzipped("man/man1/minger.1.gz")).isEqualTo(".so man1/domain-sharing.1\n");
        assertThat(unzipped("doc/domain-sharing/changelog.gz")).contains("## [" + Built.VERSION + "]");
    }

    @Test
    void copyrightShouldHaveTheNoticeOfEachJar() throws IOException {
        String copyright = Files.readString(debian().resolve("usr/share/doc/domain-sharing/copyright"));

        for (String notice :
                List.of("command-line/src/licences/NOTICE", "james-extension/src/main/resources/META-INF/NOTICE")) {
            assertThat(copyright).contains(Files.readString(Built.root().resolve(notice)));
        }
    }

    @Test
    void packageShouldNeedAJavaThatRunsIt() {
        assertThat(Built.run(folder, List.of("dpkg-deb", "--field", deb().toString())))
                .contains(
                        "Package: domain-sharing\n",
                        "Architecture: all\n",
                        "Depends: default-jre-headless (>= 2:1.17) | java17-runtime-headless\n");
    }

    @Test
    void filesOfThePackageShouldBeOfRootAndWrittenByNobodyElse() {
        assertThat(Built.run(folder, List.of("dpkg-deb", "--contents", deb().toString()))
                        .lines())
                .hasSizeGreaterThan(20)
                .allSatisfy(line -> assertThat(line).matches("(drwxr-xr-x|-rw[x-]r-[x-]r-[x-]|lrw.{7}) root/root .*"));
    }

    private static String run(Path bin, String command, String... arguments) {
        return Built.run(
                folder,
                Stream.concat(Stream.of(bin.resolve(command).toString()), Stream.of(arguments))
                        .toList());
    }

    private static String unzipped(String file) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(
                Files.newInputStream(debian().resolve("usr/share").resolve(file)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
