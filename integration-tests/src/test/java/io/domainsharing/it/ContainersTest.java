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
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What can be known of {@code docker/} without a container engine. */
class ContainersTest {
    private static final Path ROOT = Checkout.root();
    private static final Path FOLDER = ROOT.resolve("docker");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)[^}]*}");
    private static final Pattern FROM_ENVIRONMENT = Pattern.compile("\\$\\{env:(\\w+)}");
    private static final Set<String> INSTRUCTIONS =
            Set.of("ARG", "FROM", "COPY", "RUN", "WORKDIR", "EXPOSE", "ENTRYPOINT");

    /** An instruction of the Dockerfile, on one line. */
    private record Instruction(String name, String arguments) {}

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
    void servicesShouldHaveWhatTheirFilesNeed() throws IOException {
        JsonNode services = compose().path("services");
        assertThat(namesOf(services)).containsExactly("paris", "tokyo");
        for (String name : namesOf(services)) {
            JsonNode service = services.path(name);
            assertThat(FOLDER.resolve(service.path("build").path("context").asText())
                            .resolve(service.path("build").path("dockerfile").asText()))
                    .as(name)
                    .exists();
            assertThat(service.path("networks").get(0).asText())
                    .isIn(namesOf(compose().path("networks")));
            String[] mounted = service.path("volumes").get(0).asText().split(":", -1);
            assertThat(mounted[1]).isEqualTo("/root/conf/domainsharing.xml");
            String file = Files.readString(FOLDER.resolve(mounted[0]));
            assertThat(namesOf(service.path("environment")))
                    .as("what %s takes from its environment", mounted[0])
                    .containsAll(found(FROM_ENVIRONMENT, file));
            XmlFile sharing = XmlFile.parse(file);
            assertThat(sharing.find("node").orElseThrow().getTextContent()).isEqualTo(name);
            assertThat(sharing.all("peers/peer/smtp")).singleElement().satisfies(smtp -> assertThat(namesOf(services))
                    .contains(smtp.getTextContent().replace(":25", ""))
                    .doesNotContain(smtp.getTextContent()));
            for (JsonNode port : service.path("ports")) {
                assertThat(exposed()).contains(port.asText().replaceAll(".*:", "") + "/tcp");
            }
        }
    }

    @Test
    void instructionsShouldBeKnownAndTheirArgumentsUsed() throws IOException {
        Set<String> declared = new TreeSet<>();
        Set<String> used = new TreeSet<>();
        for (Instruction instruction : dockerfile()) {
            assertThat(instruction.name()).isIn(INSTRUCTIONS);
            if (instruction.name().equals("ARG")) {
                declared.add(instruction.arguments().split("=", 2)[0]);
            } else {
                List<String> names = found(VARIABLE, instruction.arguments());
                assertThat(declared).as(instruction.toString()).containsAll(names);
                used.addAll(names);
            }
        }
        assertThat(used).isEqualTo(declared);
        assertThat(dockerfile().stream().map(Instruction::name)).containsOnlyOnce("ENTRYPOINT");
    }

    @Test
    void whatIsCopiedShouldBeThere() throws IOException {
        Map<String, String> values = new HashMap<>();
        Set<String> stages = new HashSet<>();
        for (Instruction instruction : dockerfile()) {
            String arguments = replaced(instruction.arguments(), values);
            switch (instruction.name()) {
                case "ARG" -> values.put(arguments.split("=", 2)[0], arguments.split("=", 2)[1]);
                case "FROM" -> {
                    if (arguments.contains(" AS ")) {
                        stages.add(arguments.split(" AS ", 2)[1]);
                    }
                }
                case "COPY" -> assertCopied(List.of(arguments.split(" ", -1)), stages);
                default -> {}
            }
        }
        assertThat(stages).containsExactly("james");
    }

    private static void assertCopied(List<String> arguments, Set<String> stages) throws IOException {
        if (arguments.get(0).startsWith("--from=")) {
            assertThat(stages).contains(arguments.get(0).replace("--from=", ""));
            return;
        }
        for (String source : arguments.subList(0, arguments.size() - 1)) {
            if (source.endsWith(".jar")) {
                // Built later than this test runs.
                assertThat(source)
                        .isEqualTo("james-extension/target/james-domain-sharing-" + projectVersion() + ".jar");
            } else {
                PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + source);
                Path folder = Objects.requireNonNull(Path.of(source).getParent());
                try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
                    assertThat(files.map(ROOT::relativize).filter(matcher::matches))
                            .as(source)
                            .isNotEmpty();
                }
            }
            assertThat(allowedIntoTheBuild(source))
                    .as("%s in Dockerfile.dockerignore", source)
                    .isTrue();
        }
    }

    private static boolean allowedIntoTheBuild(String source) throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve("Dockerfile.dockerignore"));
        assertThat(lines).contains("*");
        return lines.stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .anyMatch(allowed -> source.startsWith(allowed + '/')
                        || FileSystems.getDefault()
                                .getPathMatcher("glob:" + allowed)
                                .matches(Path.of(source)));
    }

    /** All that james-conf has, but for where WebAdmin listens. */
    @Test
    void webAdminShouldDifferInItsAddressOnly() throws IOException {
        assertThat(settings(FOLDER.resolve("webadmin.properties")))
                .isEqualTo(settings(Checkout.jamesConf().resolve("webadmin.properties")).stream()
                        .map(line -> line.startsWith("host=") ? "host=0.0.0.0" : line)
                        .toList());
    }

    /** A port that is published for the world would give WebAdmin to it. */
    @Test
    void portsShouldBePublishedOnLoopbackOnly() throws IOException {
        compose().path("services").forEach(service -> service.path("ports")
                .forEach(port -> assertThat(port.asText()).matches("127\\.0\\.0\\.1:\\d+:\\d+")));
    }

    private static List<String> settings(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .toList();
    }

    private static JsonNode compose() throws IOException {
        return new YAMLMapper(new YAMLFactory())
                .readTree(FOLDER.resolve("compose.yaml").toFile());
    }

    private static List<Instruction> dockerfile() throws IOException {
        List<Instruction> instructions = new ArrayList<>();
        String lines = Files.readString(FOLDER.resolve("Dockerfile")).replace("\\\n", " ");
        for (String line : lines.lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.strip().split("\\s+", 2);
                instructions.add(new Instruction(parts[0], parts[1].replaceAll("\\s+", " ")));
            }
        }
        return instructions;
    }

    private static Set<String> exposed() throws IOException {
        return dockerfile().stream()
                .filter(instruction -> instruction.name().equals("EXPOSE"))
                .flatMap(instruction -> Stream.of(instruction.arguments().split(" ", -1)))
                .collect(Collectors.toSet());
    }

    private static String projectVersion() throws IOException {
        return XmlFile.load(ROOT.resolve("pom.xml"))
                .find("version")
                .orElseThrow()
                .getTextContent();
    }

    private static String replaced(String text, Map<String, String> values) {
        return VARIABLE.matcher(text)
                .replaceAll(name -> Matcher.quoteReplacement(Objects.requireNonNull(values.get(name.group(1)))));
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(name -> name.group(1)).toList();
    }

    private static List<String> namesOf(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
