// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** What must not run, as it would say 550 to colleagues or cannot keep what it finds: James does not start, and its last line says why. */
@Tag("T1")
@ExtendWith(NoLeftovers.class)
class RefusedStartIT {
    private static final Sharing.PeerEntry PEER =
            new Sharing.PeerEntry("oslo", "127.0.2.115:2525", 4069, "secret-of-oslo-0123456789", "127.0.2.115/32");

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        "valid-rcpt",
                        (Consumer<JamesServer>) RefusedStartIT::keepTheStockHandler,
                        ": smtpserver[smtpserver-global]/handlerchain has ValidRcptHandler still",
                        "Remove it"),
                arguments(
                        "no-hook",
                        (Consumer<JamesServer>) RefusedStartIT::takeTheHookAway,
                        ": smtpserver[smtpserver-global]/handlerchain has no DomainSharingRcptHook",
                        "Write <handler"),
                arguments(
                        "cache-is-a-file",
                        (Consumer<JamesServer>) RefusedStartIT::putAFileInThePlaceOfTheCache,
                        ": cache/path: 'file://var/domain-sharing' is a file",
                        "Move it away"));
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void startShouldBeRefusedWithTheReasonInTheLastLine(
            String name, Consumer<JamesServer> mistake, String reason, String remedy) {
        JamesServer james = JamesServer.extended("refused-" + name, "127.0.2.114");
        Sharing.join("example.com", james, List.of(PEER));
        mistake.accept(james);

        assertRefused(james, reason, remedy);
    }

    @Test
    void startShouldBeRefusedWithTheReasonInTheLastLineWhenTheUdpPortIsTaken() throws IOException {
        JamesServer james = JamesServer.extended("refused-udp", "127.0.2.116");
        Sharing.join("example.com", james, List.of(PEER));
        InetSocketAddress minger = james.endpoints().mingerAddress();

        try (DatagramSocket taken = new DatagramSocket(minger)) {
            assertThat(taken.isBound()).isTrue();
            assertRefused(james, Integer.toString(minger.getPort()), "");
        }
    }

    private static void assertRefused(JamesServer james, String reason, String remedy) {
        Command.Result result = james.startExpectingFailure();

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.output().lines().filter(line -> !line.isBlank()).toList())
                .last()
                .asString()
                .contains("James does not start", reason, remedy);
        // Which the port is no part of.
        assertThat(reason.contains(": "))
                .isEqualTo(result.output()
                        .lines()
                        .anyMatch(line -> line.matches(".*James does not start\\..* conf/\\w+\\.xml:\\d+: .*")));
    }

    private static void keepTheStockHandler(JamesServer james) {
        james.conf().edit("smtpserver.xml", xml -> xml.all("smtpserver/handlerchain/handler").stream()
                .filter(handler -> handler.getAttribute("class").endsWith(".EtrnCommand"))
                .findFirst()
                .orElseThrow()
                .setAttribute("class", "org.apache.james.smtpserver.fastfail.ValidRcptHandler"));
    }

    private static void takeTheHookAway(JamesServer james) {
        james.conf().edit("smtpserver.xml", xml -> xml.all("smtpserver/handlerchain/handler").stream()
                .filter(handler -> handler.getAttribute("class").endsWith(".DomainSharingRcptHook"))
                .findFirst()
                .ifPresent(handler -> handler.getParentNode().removeChild(handler)));
    }

    private static void putAFileInThePlaceOfTheCache(JamesServer james) {
        try {
            Path var = Files.createDirectories(james.folder().resolve("var"));
            Files.writeString(var.resolve("domain-sharing"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
