// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** What can be known of {@code deploy/kubernetes/} without a cluster. */
class KubernetesTest {
    private static final Path FOLDER = Checkout.root().resolve("deploy/kubernetes");
    private static final Pattern FROM_FILE = Pattern.compile("--from-file=(\\S+)");
    private static final Pattern FROM_SECRET = Pattern.compile("\\$\\{file:UTF-8:/run/secrets/(\\w+)}");

    /** Kubernetes's own models, made from its OpenAPI description: they refuse a field that is unknown, and miss one that is required. */
    private interface Model {
        void validate(JsonElement manifest) throws IOException;
    }

    private static final Map<String, Model> MODELS = Map.of(
            "NetworkPolicy", V1NetworkPolicy::validateJsonElement,
            "Service", V1Service::validateJsonElement,
            "StatefulSet", V1StatefulSet::validateJsonElement);

    @Test
    void manifestsShouldFitTheModelsOfKubernetes() throws IOException {
        for (JsonNode manifest : manifests()) {
            validate(manifest);
        }
        assertThat(manifests()).hasSize(4);
    }

    @Test
    void modelsShouldRefuseAFieldThatIsNone() throws IOException {
        JsonNode mistaken = statefulSet();
        ((ObjectNode) mistaken.at("/spec/template/spec/containers/0/ports/0")).put("contianerPort", 25);

        assertThatThrownBy(() -> validate(mistaken)).hasMessageContaining("`contianerPort`");
    }

    private static void validate(JsonNode manifest) throws IOException {
        Model model = MODELS.get(manifest.path("kind").asText());
        assertThat(model).as(manifest.path("kind").asText()).isNotNull();
        model.validate(JsonParser.parseString(manifest.toString()));
    }

    @Test
    void mountsShouldBeOfVolumesThatThereAre() throws IOException {
        JsonNode pod = statefulSet().at("/spec/template/spec");
        Set<String> volumes = new TreeSet<>(pod.path("volumes").findValuesAsText("name").stream()
                .filter(name -> !name.isEmpty())
                .toList());
        volumes.addAll(statefulSet().at("/spec/volumeClaimTemplates").findValuesAsText("name"));

        for (JsonNode mount : pod.at("/containers/0/volumeMounts")) {
            assertThat(volumes).contains(mount.path("name").asText());
        }
        assertThat(texts(pod.at("/containers/0/volumeMounts"), "mountPath"))
                .doesNotHaveDuplicates()
                .contains("/root/extensions-jars", "/root/var", "/var/store", "/run/secrets", "/root/conf/keystore");
        assertThat(pod.at("/containers/0/image").asText()).isEqualTo("apache/james:jpa-3.9.0");
    }

    /** Each file that the page makes a ConfigMap of is there, and mounted under its name; no other is mounted. */
    @Test
    void filesShouldComeFromTheConfigMapOfThePage() throws IOException {
        List<String> given = fromFile("configmap james-conf");

        assertThat(given)
                .isNotEmpty()
                .allSatisfy(file -> assertThat(Checkout.root().resolve(file)).isRegularFile());
        Set<String> names = given.stream()
                .map(file -> String.valueOf(Path.of(file).getFileName()))
                .collect(Collectors.toCollection(TreeSet::new));
        List<JsonNode> mounts = elements(statefulSet().at("/spec/template/spec/containers/0/volumeMounts")).stream()
                .filter(mount -> mount.path("name").asText().equals("james-conf"))
                .toList();
        assertThat(mounts)
                .extracting(mount -> mount.path("subPath").asText())
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(mounts)
                .allSatisfy(mount -> assertThat(mount.path("mountPath").asText())
                        .isEqualTo("/root/conf/" + mount.path("subPath").asText()));
    }

    @Test
    void secretsOfTheFileShouldBeThoseOfThePage() throws IOException {
        String file = Files.readString(FOLDER.resolve("domainsharing.xml"));

        assertThat(FROM_SECRET.matcher(file).results().map((MatchResult found) -> found.group(1)))
                .containsExactlyInAnyOrderElementsOf(fromFile("secret generic domain-sharing"));
    }

    @Test
    void portsShouldBeNamedOnceAndBeThoseOfTheFiles() throws IOException {
        JsonNode ports = statefulSet().at("/spec/template/spec/containers/0/ports");
        List<String> names = texts(ports, "name");
        for (JsonNode manifest : manifests()) {
            for (JsonNode port : manifest.at("/spec/ports")) {
                assertThat(names).contains(port.path("targetPort").asText());
            }
            for (JsonNode rule : manifest.at("/spec/ingress")) {
                assertThat(names).containsAll(texts(rule.path("ports"), "port"));
            }
        }
        String listeners = Files.readString(Checkout.jamesConf().resolve("smtpserver.xml"))
                + Files.readString(Checkout.jamesConf().resolve("imapserver.xml"))
                + Files.readString(Checkout.root().resolve("docker/webadmin.properties"));
        assertThat(ports).hasSize(6).allSatisfy(port -> assertThat(
                        port.path("name").asText().equals("minger") ? "\nport=4069" : listeners)
                .containsPattern("(<bind>0\\.0\\.0\\.0:|\nport=)"
                        + port.path("containerPort").asInt() + "\\b"));
    }

    @Test
    void allShouldSelectTheLabelsOfThePod() throws IOException {
        JsonNode labels = statefulSet().at("/spec/template/metadata/labels");

        assertThat(statefulSet().at("/spec/selector/matchLabels")).isEqualTo(labels);
        for (JsonNode manifest : manifests()) {
            switch (manifest.path("kind").asText()) {
                case "Service" -> assertThat(manifest.at("/spec/selector")).isEqualTo(labels);
                case "NetworkPolicy" -> assertThat(manifest.at("/spec/podSelector/matchLabels"))
                        .isEqualTo(labels);
                default -> assertThat(manifest.path("kind").asText()).isEqualTo("StatefulSet");
            }
        }
    }

    /** WebAdmin asks for no token there. */
    @Test
    void webAdminShouldBePublishedNowhere() throws IOException {
        for (JsonNode manifest : manifests()) {
            if (texts(manifest.at("/spec/ports"), "name").contains("webadmin")) {
                assertThat(manifest.at("/spec").has("type")).isFalse();
            }
        }
    }

    private static List<String> fromFile(String command) throws IOException {
        String page =
                Files.readString(Checkout.root().resolve("deploy/README.md")).replace("\\\n", " ");
        String line = page.lines()
                .filter(text -> text.startsWith("kubectl create " + command))
                .findFirst()
                .orElseThrow();
        return FROM_FILE
                .matcher(line)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    private static JsonNode statefulSet() throws IOException {
        return manifests().stream()
                .filter(manifest -> manifest.path("kind").asText().equals("StatefulSet"))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> manifests() throws IOException {
        YAMLMapper mapper = new YAMLMapper(new YAMLFactory());
        return mapper.readerFor(JsonNode.class)
                .<JsonNode>readValues(FOLDER.resolve("james.yaml").toFile())
                .readAll();
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static List<String> texts(JsonNode array, String field) {
        return elements(array).stream()
                .map(element -> element.path(field).asText())
                .toList();
    }
}
