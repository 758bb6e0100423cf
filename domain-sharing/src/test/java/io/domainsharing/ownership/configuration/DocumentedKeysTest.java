// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.Peer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.convert.DisabledListDelimiterHandler;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What james-conf/domainsharing.xml and the README say about keys is what the code reads, no more and no less. */
class DocumentedKeysTest {
    private static final NodeName HOST_NAME = new NodeName("mx1.example.com");
    private static final Pattern COMMENTED_KEY = Pattern.compile("<!--\\s*(<([\\w.]+)>[^<]*</\\2>)\\s*-->");
    private static final Pattern COMMENTED_BLOCK =
            Pattern.compile("<!--\\s*(<(gateway|secondary)>.*?</\\2>)\\s*-->", Pattern.DOTALL);
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{env:\\w+}");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** RemoteDelivery's own parameters that the sample sets; they are not ours to document one by one. */
    private static final Set<String> PASSED_THROUGH = Set.of("startTLS", "mail.smtp.ssl.trust", "verifyServerIdentity");

    @Test
    void sampleShouldBeUsableAsItIs() throws Exception {
        assertThat(parse(withoutReferences(sample())).peers())
                .singleElement()
                .extracting(peer -> peer.name().value())
                .isEqualTo("tokyo");
    }

    @Test
    void sampleShouldShowDefaultsInItsComments() throws Exception {
        DomainSharingConfiguration all = parse(everyKey());

        assertThat(all.cache()).isEqualTo(CacheConfiguration.DEFAULT);
        assertThat(all.accounts()).isEqualTo(AccountsConfiguration.DEFAULT);
        assertThat(all.lists()).isEqualTo(ListsConfiguration.DEFAULT);
        assertThat(all.lookup())
                .usingRecursiveComparison()
                .ignoringFields("bind", "smtp.heloName", "smtp.vrfyFallbackToRcpt")
                .isEqualTo(LookupConfiguration.DEFAULT);
        assertThat(all.mx())
                .usingRecursiveComparison()
                .ignoringFields("self", "trusted", "nameServers")
                .isEqualTo(MxConfiguration.DEFAULT);
        assertThat(all.senders()).isEqualTo(SendersConfiguration.DEFAULT);
        assertThat(all.delivery())
                .usingRecursiveComparison()
                .ignoringFields("remoteDelivery", "smartHost")
                .isEqualTo(DeliveryConfiguration.DEFAULT);
        assertThat(all.peers().get(0).mingerPort()).isEqualTo(Peer.DEFAULT_MINGER_PORT);
        Gateway gateway = all.gateways().get(0);
        assertThat(gateway.verify()).isEqualTo(Gateway.Verification.MINGER);
        assertThat(gateway.mingerPort()).isEqualTo(Peer.DEFAULT_MINGER_PORT);
        assertThat(gateway.whenUnreachable()).isEqualTo(Gateway.WhenUnreachable.ACCEPT);
        assertThat(gateway.alsoAskPeers()).isFalse();
        assertThat(all.secondaries().every()).isEqualTo(SecondariesConfiguration.DEFAULT_EVERY);
        MingerServerConfiguration minger = all.minger().orElseThrow();
        assertThat(minger.bind()).containsExactly(MingerServerConfiguration.DEFAULT_BIND);
        assertThat(minger.anonymous()).isFalse();
        assertThat(minger.foreignAliases()).isTrue();
        assertThat(minger.queriesPerSecondPerSource()).isEqualTo(MingerServerConfiguration.DEFAULT_QUERIES_PER_SECOND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "domains",
                "peers",
                "peers/peer",
                "lookup",
                "cache",
                "minger",
                "vrfy",
                "mx",
                "senders",
                "delivery",
                "accounts",
                "lists",
                "gateways",
                "gateways/gateway",
                "secondaries",
                "secondaries/secondary"
            })
    void sampleShouldHaveEveryKeyThatTheCodeKnows(String block) throws Exception {
        assertThat(keysOfSample(block)).isEqualTo(keysOfCode(block));
    }

    @Test
    void readmeShouldHaveEveryKeyThatTheCodeKnows() throws Exception {
        Set<String> known = new TreeSet<>();
        for (String block : List.of(
                "",
                "domains",
                "peers/peer",
                "lookup",
                "cache",
                "minger",
                "vrfy",
                "mx",
                "senders",
                "delivery",
                "accounts",
                "lists",
                "gateways/gateway",
                "secondaries",
                "secondaries/secondary")) {
            keysOfCode(block).stream()
                    .filter(key -> !block.equals("delivery") || !PASSED_THROUGH.contains(key))
                    .map(key -> block.isEmpty() ? key : block + "/" + key)
                    .forEach(known::add);
        }
        // Blocks, of which the table lists the keys.
        known.removeAll(Set.of(
                "domains",
                "peers",
                "lookup",
                "cache",
                "vrfy",
                "mx",
                "senders",
                "delivery",
                "accounts",
                "lists",
                "gateways",
                "secondaries",
                "secondaries/secondary"));

        assertThat(keysOfReadme()).isEqualTo(known);
    }

    @Test
    void exampleOfTheReadmeShouldBeUsable() throws Exception {
        String readme = read("README.md");
        String example = readme.substring(readme.indexOf("<domainsharing>"), readme.indexOf("</domainsharing>"));

        assertThat(parse(withoutReferences(example + "</domainsharing>")).enabled())
                .isTrue();
    }

    private static Set<String> keysOfSample(String block) throws Exception {
        return load(everyKey()).childConfigurationsAt(block.replace('/', '.')).stream()
                .map(HierarchicalConfiguration::getRootElementName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The error about an unknown key lists the known ones. */
    private static Set<String> keysOfCode(String block) throws IOException {
        String start = block.isEmpty() ? "<domainsharing>" : "<" + block.substring(block.lastIndexOf('/') + 1) + ">";
        String message = String.valueOf(
                catchThrowable(() -> parse(everyKey().replace(start, start + "<noSuchKey>1</noSuchKey>")))
                        .getMessage());
        assertThat(message).contains((block.isEmpty() ? "" : block + "/") + "noSuchKey: is not a key");
        return new TreeSet<>(Arrays.asList(message.substring(message.indexOf("Known here: ") + "Known here: ".length())
                .split(", ")));
    }

    /** From the first column of its section's table; names after the first of a cell share its block. */
    private static Set<String> keysOfReadme() throws IOException {
        String readme = read("README.md");
        int section = readme.indexOf("## `conf/domainsharing.xml`");
        Set<String> keys = new TreeSet<>();
        for (String line : readme.substring(section, readme.indexOf("\n## ", section))
                .lines()
                .toList()) {
            if (!line.startsWith("| `") || line.contains("`delivery/...`")) {
                continue;
            }
            List<String> names = QUOTED.matcher(line.split("\\|", -1)[1])
                    .results()
                    .map(MatchResult::group)
                    .map(name -> name.replace("`", ""))
                    .filter(name -> !name.endsWith("/"))
                    .toList();
            String block = names.isEmpty()
                    ? ""
                    : names.get(0).substring(0, names.get(0).lastIndexOf('/') + 1);
            names.forEach(name -> keys.add(name.contains("/") ? name : block + name));
        }
        return keys;
    }

    private static String everyKey() throws IOException {
        return withoutReferences(uncommented(COMMENTED_KEY, uncommented(COMMENTED_BLOCK, sample())));
    }

    private static String uncommented(Pattern comment, String xml) {
        return comment.matcher(xml).replaceAll(key -> Matcher.quoteReplacement(key.group(1)));
    }

    private static String withoutReferences(String xml) {
        return REFERENCE.matcher(xml).replaceAll("ThisIsASharedSecret");
    }

    private static String sample() throws IOException {
        return read("james-conf/domainsharing.xml");
    }

    /** From the checkout: tests run in their module's folder. */
    private static String read(String file) throws IOException {
        return Files.readString(Path.of("..").resolve(file));
    }

    private static DomainSharingConfiguration parse(String xml) throws Exception {
        return DomainSharingConfiguration.from(load(xml), HOST_NAME);
    }

    /** As James's FileConfigurationProvider reads a file. */
    private static HierarchicalConfiguration<ImmutableNode> load(String xml) throws Exception {
        XMLConfiguration configuration = new XMLConfiguration();
        configuration.setListDelimiterHandler(new DisabledListDelimiterHandler());
        new FileHandler(configuration).load(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        return configuration;
    }
}
