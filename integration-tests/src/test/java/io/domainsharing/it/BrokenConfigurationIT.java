// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A typing error in {@code domainsharing.xml} stops the start and says what to do, instead of becoming a default. */
@Tag("O1")
@ExtendWith(NoLeftovers.class)
class BrokenConfigurationIT {
    private static final Sharing.PeerEntry PEER =
            new Sharing.PeerEntry("oslo", "127.0.1.31:2525", 4069, "secret-of-oslo-0123456789", "127.0.1.31/32");

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("unknown-key", xml -> xml.set("lookup/timeuot", "1s"), "lookup/timeuot", "timeuot"),
                mistake("bad-duration", xml -> xml.set("lookup/timeout", "soon"), "lookup/timeout", "soon"),
                mistake("no-peer-name", xml -> xml.remove("peers/peer/name"), "peers/peer/name", "missing"),
                mistake("bad-port", xml -> xml.set("peers/peer/mingerPort", "70000"), "mingerPort", "70000"),
                mistake("bad-secret", xml -> xml.set("peers/peer/secret", "two words"), "peers/peer/secret", "space"),
                mistake("bad-network", xml -> xml.set("peers/peer/trusted", "10.0.0.0/99"), "trusted", "length 99"),
                mistake("bad-lookup", xml -> xml.set("peers/peer/lookup", "telepathy"), "lookup", "telepathy"),
                mistake("no-secret", xml -> xml.remove("minger/secret"), "minger/secret", "missing"),
                mistake("bad-delay", xml -> xml.set("delivery/delayTime", "often"), "delivery/delayTime", "often"),
                mistake("bad-enabled", xml -> xml.set("enabled", "yess"), "enabled", "yess"),
                mistake(
                        "no-gateway-file",
                        BrokenConfigurationIT::gatewayWithoutFile,
                        "gateway/file",
                        "no-such-file.txt"),
                mistake("own-name", xml -> xml.set("node", "oslo"), "node", "oslo"),
                mistake("unset-variable", xml -> xml.set("minger/secret", "${env:NO_SUCH}"), "secret", "NO_SUCH"),
                mistake(
                        "no-secret-file",
                        xml -> xml.set("minger/secret", "${file:UTF-8:/run/secrets/no-such-file}"),
                        "minger/secret",
                        "no-such-file}' cannot be looked up"));
    }

    private static void gatewayWithoutFile(XmlFile xml) {
        xml.set("gateways/gateway/domain", "customer.example").set("gateways/gateway/smtp", "127.0.1.31:2525");
        xml.set("gateways/gateway/verify", "file").set("gateways/gateway/file", "file://conf/no-such-file.txt");
    }

    private static Arguments mistake(String name, Consumer<XmlFile> change, String key, String value) {
        return arguments(name, change, key, value);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void startShouldStopWithTheRemedyWhenTheFileIsBroken(
            String name, Consumer<XmlFile> change, String key, String value) {
        JamesServer james = JamesServer.extended("broken-" + name, "127.0.1.30");
        Sharing.join("example.com", james, List.of(PEER));
        james.conf().edit("domainsharing.xml", change);

        Command.Result result = james.startExpectingFailure();

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output().lines().filter(line -> !line.isBlank()).toList())
                .last()
                .asString()
                .contains("James does not start", key)
                .containsPattern("conf/domainsharing\\.xml:\\d+: ");
        assertThat(result.output().lines().filter(line -> line.contains("conf/domainsharing.xml:")))
                .as("a line that names file, key, value and remedy in %s", result.output())
                .anySatisfy(line -> assertThat(line)
                        .contains(key)
                        .contains(value)
                        .matches(".*\\. (Write|Give|Add|Choose|Remove|Set|Keep|Known|Make|Use|One of|Did you mean).*"));
    }

    @Test
    void startShouldTellAllMistakesOfTheFileWithTheirLines() {
        JamesServer james = JamesServer.extended("broken-four-times", "127.0.1.30");
        Sharing.join("example.com", james, List.of(PEER));
        james.conf().edit("domainsharing.xml", xml -> xml.set("enabled", "yess")
                .set("lookup/timeuot", "1s")
                .set("peers/peer/mingerPort", "70000")
                .set("cache/found", "5"));

        Command.Result result = james.startExpectingFailure();

        assertThat(result.output().lines().filter(line -> !line.isBlank()).toList())
                .last()
                .asString()
                .contains("James does not start")
                .containsPattern("conf/domainsharing\\.xml:\\d+: enabled: 'yess'")
                .containsPattern("; conf/domainsharing\\.xml:\\d+: peers/peer/mingerPort: '70000'")
                .containsPattern("; conf/domainsharing\\.xml:\\d+: lookup/timeuot: ")
                .containsPattern("; conf/domainsharing\\.xml:\\d+: cache/found: '5'");
    }
}
