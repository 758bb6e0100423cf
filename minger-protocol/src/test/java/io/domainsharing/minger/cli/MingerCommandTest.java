// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.MingerStatus;
import io.domainsharing.minger.server.MingerResponder;
import io.domainsharing.minger.server.MingerResponderConfiguration;
import io.domainsharing.minger.server.MingerResponderMetrics;
import io.domainsharing.minger.torture.MisbehavingMingerPeer;
import io.domainsharing.network.Secret;
import io.netty.util.NetUtil;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(30)
class MingerCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({"5, 0", "3, 1", "4, 3", "1, 4", "2, 5", "0, 6"})
    void exitCodeShouldTellTheStatus(int status, int exitCode) {
        try (MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(MisbehavingMingerPeer.answers(status))) {
            assertThat(run("user@example.com", at("127.0.0.1", peer))).isEqualTo(exitCode);
        }
        assertThat(out.toString())
                .startsWith("user@example.com " + status + "  ")
                .contains("asked anonymously");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void exitCodeShouldTellSilence() {
        try (MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(MisbehavingMingerPeer.drops())) {
            assertThat(run("user@example.com", at("127.0.0.1", peer), "--timeout", "30ms", "--tries", "2"))
                    .isEqualTo(7);
            assertThat(peer.received()).hasSize(2);
        }
        assertThat(out.toString()).contains("no answer (timeout)", "did not answer 2 queries");
    }

    @Test
    void exitCodeShouldTellThatNobodyListens() {
        int port;
        try (MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(MisbehavingMingerPeer.drops())) {
            port = peer.address().getPort();
        }
        assertThat(run("user@example.com", "@127.0.0.1:" + port)).isEqualTo(8);
        assertThat(out.toString()).contains("nobody listens on that port");
    }

    @Test
    void secretShouldComeFromTheEnvironment() {
        try (MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(MisbehavingMingerPeer.answers(5))) {
            assertThat(run("arvel@example.com", at("127.0.0.1", peer), "--secret-env", "SECRET"))
                    .isZero();
            assertThat(peer.received().get(0).text()).contains(" d=CXhK7jcPFHAchFxB8NAp9w== pv=1 ");
        }
        assertThat(out.toString()).contains("asked with a digest, replied").doesNotContain("ThisIsASharedSecret");
    }

    @Test
    void queryShouldBeAsTheDraftHasItWhenProofsAreNeverWanted() {
        try (MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(MisbehavingMingerPeer.answers(5))) {
            assertThat(run("arvel@example.com", at("127.0.0.1", peer), "--secret-env=SECRET", "--proof=never"))
                    .isZero();
            assertThat(peer.received().get(0).text()).endsWith(" d=CXhK7jcPFHAchFxB8NAp9w==");
        }
    }

    @Test
    void answerWithoutProofShouldBeSilenceWhenOneIsRequired() {
        try (MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(MisbehavingMingerPeer.answers(5))) {
            assertThat(run(
                            "arvel@example.com",
                            at("127.0.0.1", peer),
                            "--secret-env=SECRET",
                            "--proof=required",
                            "--tries=1",
                            "--timeout=50ms"))
                    .isEqualTo(7);
        }
        assertThat(out.toString()).contains("without the proof");
    }

    @ParameterizedTest
    @CsvSource({"auto, false", "required, true"})
    void provenAnswerShouldBeToldSo(String proof, boolean asJson) {
        try (MingerResponder server = MingerResponder.start(
                MingerResponderConfiguration.of(
                        new InetSocketAddress(NetUtil.LOCALHOST4, 0),
                        List.of(new Secret("ThisIsASharedSecret")),
                        address -> true),
                (mailbox, asker) -> CompletableFuture.completedStage(MingerStatus.EXISTS),
                MingerResponderMetrics.NOOP)) {
            String at = "@127.0.0.1:" + server.boundAddresses().get(0).getPort();
            assertThat(run(
                            asJson ? "--json" : "--tries=1",
                            "arvel@example.com",
                            at,
                            "--secret-env=SECRET",
                            "--proof=" + proof))
                    .isZero();
        }
        assertThat(out.toString()).contains(asJson ? "\"proven\":true" : "asked with a digest, proven, replied");
    }

    @Test
    void jsonShouldBeOneObjectOnOneLine() {
        try (MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(query -> query.reply(query.text() + " 5"))) {
            assertThat(run("--json", "\"a\\\"b\"@example.com", at("127.0.0.1", peer)))
                    .isZero();
            String server = "127.0.0.1:" + peer.address().getPort();
            assertThat(out.toString())
                    .matches("\\{\"address\":\"\\\\\"a\\\\\\\\\\\\\"b\\\\\"@example.com\",\"server\":\"" + server
                            + "\",\"exitCode\":0,\"status\":5,\"meaning\":\"exists\",\"from\":\"" + server
                            + "\",\"millis\":[0-9]+\\.[0-9],\"proven\":false\\}\\R");
        }
    }

    @Test
    void jsonShouldTellWhyThereIsNoAnswer() {
        try (MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(MisbehavingMingerPeer.drops())) {
            assertThat(run("--json", "a@b", at("127.0.0.1", peer), "--timeout=20ms", "--tries=1"))
                    .isEqualTo(7);
        }
        assertThat(out.toString()).contains("\"exitCode\":7,\"status\":null,\"reason\":\"timeout\",\"detail\":\"");
    }

    @Test
    void serverShouldBeAskedOverIpv6() {
        InetSocketAddress loopback = new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString("::1"), 0);
        try (MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(loopback, MisbehavingMingerPeer.answers(5))) {
            assertThat(run(at("[::1]", peer), "user@example.com")).isZero();
        }
        assertThat(out.toString()).contains(";; [::1]:");
    }

    @ParameterizedTest
    @CsvSource({
        "@mx1.example.com, mx1.example.com, 4069",
        "@mx1.example.com:25, mx1.example.com, 25",
        "@192.0.2.1, 192.0.2.1, 4069",
        "@[::1], ::1, 4069",
        "@[2001:db8::1]:5000, 2001:db8::1, 5000",
        "@2001:db8::1, 2001:db8::1, 4069"
    })
    void serverShouldBeReadInAllItsForms(String argument, String host, int port) {
        assertThat(ServerArgument.parse(argument, null).host()).isEqualTo(host);
        assertThat(ServerArgument.parse(argument, null).port()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "user@example.com",
                "user@example.com other@example.com",
                "@one @two",
                "user @host",
                "user@example.com @host:0",
                "user@example.com @host:port",
                "user@example.com @host --timeout 1h",
                "user@example.com @host --timeout 0s",
                "user@example.com @host --tries 0",
                "user@example.com @host --bind localhost",
                "user@example.com @host --secret-env UNSET",
                "user@example.com @host --secret-env BAD",
                "user@example.com @host --proof always",
                "user@example.com @host --proof required",
                "user@example.com @host --nonsense"
            })
    void exitCodeShouldTellWrongUsage(String arguments) {
        assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1)))
                .isEqualTo(2);
        assertThat(err.toString()).contains("minger ADDRESS @HOST[:PORT]").doesNotContain("not a secret", "Exception");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void helpShouldShowExamplesAndExitCodes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "Examples:",
                        "Exit codes:",
                        "--secret-env=NAME",
                        "--timeout=TIME",
                        "--tries=N",
                        "--json",
                        "--bind=IP");
    }

    private int run(String... arguments) {
        Map<String, String> environment = Map.of("SECRET", "ThisIsASharedSecret", "BAD", "not a secret");
        CommandLine commandLine = MingerCommand.commandLine(environment::get);
        return commandLine
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private static String at(String host, MisbehavingMingerPeer peer) {
        return "@" + host + ":" + peer.address().getPort();
    }
}
