// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be known of {@code docker/} without a container engine. */
class ContainersTest {
    private static final Path ROOT = Checkout.root();
    private static final Path FOLDER = ROOT.resolve("docker");
    private static final Pattern FROM_SECRET = Pattern.compile("\\$\\{file:UTF-8:/run/secrets/(\\w+)}");

    /** What the page has its reader make. */
    private static final Set<String> MADE = Set.of("./extensions-jars", "./keystore");

    /** A folder of the official image, in James's own files at the tag 3.9.0, that holds what must outlive a container. */
    private static final Set<String> DATA = Set.of("/root/var", "/var/store");

    @Test
    void composeFileShouldFitTheSchemaOfTheComposeSpecification() throws IOException {
        ObjectNode schema;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("compose-spec.json"))) {
            schema = (ObjectNode) new ObjectMapper().readTree(in);
        }
        // It is relative, and the validator takes it for where to fetch from.
        schema.remove("$id");

        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
                        .getSchema(schema)
                        .validate(compose()))
                .isEmpty();
    }

    @Test
    void sitesShouldBeTheOfficialImageAndBuildNothing() throws IOException {
        assertThat(namesOf(compose().path("services"))).containsExactly("paris", "tokyo");
        for (JsonNode service : compose().path("services")) {
            assertThat(service.has("build")).isFalse();
            assertThat(service.path("image").asText()).isEqualTo("apache/james:jpa-3.9.0");
        }
        assertThat(page()).contains("`apache/james:jpa-3.9.0`");
    }

    @Test
    void filesThatAreMountedShouldBeThereOrMadeByThePage() throws IOException {
        for (JsonNode service : compose().path("services")) {
            for (String[] mount : mounts(service)) {
                if (MADE.contains(mount[0])) {
                    assertThat(page())
                            .contains(mount[0].replace("./", mount[0].contains("jars") ? "docker/" : "/out/"));
                } else if (mount[0].startsWith(".")) {
                    assertThat(FOLDER.resolve(mount[0])).isRegularFile();
                    assertThat(mount[1])
                            .isEqualTo("/root/conf/" + FOLDER.resolve(mount[0]).getFileName());
                }
            }
        }
    }

    /** With James's own files for the memory server, mail would be lost with the container. */
    @Test
    void filesShouldBeThoseForJamesWithJpaWhereThereAreSuch() throws IOException {
        for (JsonNode service : compose().path("services")) {
            assertThat(mounts(service))
                    .filteredOn(mount -> mount[0].contains("/james-conf/"))
                    .allSatisfy(mount -> {
                        Path name = FOLDER.resolve(mount[0]).getFileName();
                        if (Files.exists(Checkout.jamesConf().resolve("jpa").resolve(name))) {
                            assertThat(mount[0]).contains("/jpa/");
                        }
                    });
        }
    }

    @Test
    void dataShouldLieInVolumesOfEachSite() throws IOException {
        Set<String> volumes = new TreeSet<>();
        for (JsonNode service : compose().path("services")) {
            List<String[]> data = mounts(service).stream()
                    .filter(mount -> !mount[0].startsWith("."))
                    .toList();
            assertThat(data).extracting(mount -> mount[1]).containsExactlyInAnyOrderElementsOf(DATA);
            data.forEach(mount -> assertThat(volumes.add(mount[0])).as(mount[0]).isTrue());
        }
        assertThat(namesOf(compose().path("volumes"))).containsExactlyInAnyOrderElementsOf(volumes);
    }

    @Test
    void sitesShouldHaveTheSecretsThatTheirFilesName() throws IOException {
        JsonNode services = compose().path("services");
        for (String name : namesOf(services)) {
            String file = Files.readString(FOLDER.resolve(name).resolve("domainsharing.xml"));
            Set<String> secrets = new TreeSet<>();
            services.path(name).path("secrets").forEach(secret -> secrets.add(secret.asText()));
            assertThat(FROM_SECRET.matcher(file).results().map((MatchResult found) -> found.group(1)))
                    .hasSize(2)
                    .allMatch(secrets::contains);
            XmlFile sharing = XmlFile.parse(file);
            assertThat(sharing.find("node").orElseThrow().getTextContent()).isEqualTo(name);
            assertThat(sharing.find("minger/secret").orElseThrow().getTextContent())
                    .isEqualTo("${file:UTF-8:/run/secrets/" + name + '}');
            assertThat(sharing.all("peers/peer/smtp")).singleElement().satisfies(smtp -> assertThat(namesOf(services))
                    .contains(smtp.getTextContent().replace(":25", ""))
                    .doesNotContain(smtp.getTextContent()));
        }
        compose().path("secrets").fields().forEachRemaining(secret -> assertThat(
                        secret.getValue().path("file").asText())
                .isEqualTo("./secrets/" + secret.getKey()));
    }

    @Test
    void portsShouldBeThoseThatTheFilesListenOn() throws IOException {
        String listeners = Files.readString(Checkout.jamesConf().resolve("smtpserver.xml"))
                + Files.readString(Checkout.jamesConf().resolve("imapserver.xml"))
                + Files.readString(FOLDER.resolve("webadmin.properties"));
        for (JsonNode service : compose().path("services")) {
            for (JsonNode port : service.path("ports")) {
                String number = port.asText().replaceAll(".*:", "");
                assertThat(listeners).containsPattern("(<bind>0\\.0\\.0\\.0:|\nport=)" + number + "\\b");
                assertThat(page()).contains(port.asText().split(":", -1)[1]);
            }
        }
    }

    /** All that james-conf has, but for where WebAdmin listens, and the password that James 3.9 would make up. */
    @Test
    void webAdminShouldDifferInItsAddressAndPasswordOnly() throws IOException {
        assertThat(settings(FOLDER.resolve("webadmin.properties")))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("password.generate=false"),
                                settings(Checkout.jamesConf().resolve("webadmin.properties")).stream()
                                        .map(line -> line.startsWith("host=") ? "host=0.0.0.0" : line))
                        .toList());
    }

    /** A port that is published for the world would give WebAdmin to it. */
    @Test
    void portsShouldBePublishedOnLoopbackOnly() throws IOException {
        compose().path("services").forEach(service -> service.path("ports")
                .forEach(port -> assertThat(port.asText()).matches("127\\.0\\.0\\.1:\\d+:\\d+")));
    }

    private static List<String[]> mounts(JsonNode service) {
        List<String[]> mounts = new ArrayList<>();
        service.path("volumes").forEach(volume -> mounts.add(volume.asText().split(":", -1)));
        assertThat(mounts).hasSizeGreaterThan(5);
        return mounts;
    }

    private static List<String> settings(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .collect(Collectors.toList());
    }

    private static String page() throws IOException {
        return Files.readString(FOLDER.resolve("README.md"));
    }

    private static JsonNode compose() throws IOException {
        return new YAMLMapper(new YAMLFactory())
                .readTree(FOLDER.resolve("compose.yaml").toFile());
    }

    private static List<String> namesOf(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
