// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each JAR that we give away says of every library in it what it is and under which licence, and holds that licence. */
class LicencesIT {
    /** Of one library: its name, its packages, its licence. */
    private static final Pattern LIBRARY = Pattern.compile("^(\\S.*) \\(([\\w., ]+)\\): (.+)$", Pattern.MULTILINE);

    private static final Pattern TEXT = Pattern.compile("META-INF/licenses/[\\w.-]+\\.txt");
    private static final Pattern VERSION = Pattern.compile("^META-INF/versions/\\d+/");
    private static final Pattern OURS = Pattern.compile("io\\.domainsharing\\.(?!relocated\\.).*");

    static List<Path> jars() {
        return List.of(
                Checkout.extensionJar(false),
                Checkout.extensionJar(true),
                Checkout.commandLineJar(),
                Checkout.root().resolve("minger-protocol/target/minger.jar"));
    }

    @ParameterizedTest
    @MethodSource("jars")
    void noticeShouldNameThePackagesOfEveryLibraryAndNoOther(Path jar) throws IOException {
        Set<String> named = libraries(jar)
                .flatMap(library -> Stream.of(library.group(2).split(", ", -1)))
                .filter(name -> !name.equals("io.domainsharing"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> found = new TreeSet<>();

        for (String type : classesOfOthers(jar)) {
            assertThat(named).as("a library that has %s", type).anyMatch(name -> type.startsWith(name + '.'));
            named.stream().filter(name -> type.startsWith(name + '.')).forEach(found::add);
        }
        assertThat(found).isEqualTo(named).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("jars")
    void jarShouldHoldTheLicenceOfEveryLibrary(Path jar) throws IOException {
        assertThat(libraries(jar).map(library -> library.group(3)))
                .hasSizeGreaterThan(1)
                .allSatisfy(licence -> assertThat(licence.startsWith("Apache License 2.0")
                                || TEXT.matcher(licence).find())
                        .as(licence)
                        .isTrue());
        assertThat(text(jar, "META-INF/LICENSE"))
                .isEqualTo(Files.readString(Checkout.root().resolve("LICENSE")));
        assertThat(entries(jar).stream().filter(name -> TEXT.matcher(name).matches()))
                .containsExactlyInAnyOrderElementsOf(TEXT.matcher(text(jar, "META-INF/NOTICE"))
                        .results()
                        .map((MatchResult text) -> text.group())
                        .collect(Collectors.toSet()));
    }

    /** The versions that stand in the notices, to say where a source is, are those that the build takes. */
    @ParameterizedTest
    @CsvSource({
        "james-extension/src/main/resources/META-INF/NOTICE, h2-mvstore-([\\d.]+)-sources, pom.xml, mvstore.version",
        "james-extension/src/main/resources/META-INF/NOTICE, tree/version-([\\d.]+\\d), pom.xml, mvstore.version",
        "minger-protocol/command/src/licences/NOTICE, netty-([\\w.]+)/, pom.xml, commands.netty.version",
        "command-line/src/licences/NOTICE, netty-([\\w.]+)/, pom.xml, commands.netty.version",
        "command-line/src/licences/NOTICE, jakarta.mail-([\\d.]+)-sources, command-line/pom.xml, jakarta.mail.version"
    })
    void noticeShouldNameTheVersionThatTheBuildTakes(String notice, String place, String pom, String property)
            throws IOException {
        String text = Files.readString(Checkout.root().resolve(notice));
        String version = XmlFile.load(Checkout.root().resolve(pom))
                .find("properties/" + property)
                .orElseThrow()
                .getTextContent();

        assertThat(Pattern.compile(place).matcher(text).results().map(found -> found.group(1)))
                .containsExactly(version);
    }

    private static Stream<MatchResult> libraries(Path jar) throws IOException {
        return LIBRARY.matcher(text(jar, "META-INF/NOTICE")).results();
    }

    private static Set<String> classesOfOthers(Path jar) throws IOException {
        return entries(jar).stream()
                .filter(name -> name.endsWith(".class"))
                .map(name -> VERSION.matcher(name).replaceFirst("").replace('/', '.'))
                .filter(name -> !OURS.matcher(name).matches())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(JarEntry::getName).toList();
        }
    }

    private static String text(Path jar, String entry) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            assertThat(file.getEntry(entry)).as(entry).isNotNull();
            return new String(file.getInputStream(file.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
