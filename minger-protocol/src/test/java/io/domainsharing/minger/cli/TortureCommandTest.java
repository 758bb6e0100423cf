// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.minger.torture.MisbehavingMingerPeer;
import io.domainsharing.minger.torture.Misbehaviour;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(60)
class TortureCommandTest {
    private static final Pattern PORT = Pattern.compile("listening on UDP 127\\.0\\.0\\.1:(\\d+)");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = TortureCommand.commandLine(Map.of("SECRET", "ThisIsASharedSecret")::get);
        return command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    @Test
    void serverThatDoesNotKeepTheDraftShouldBeToldByTheExitCode() {
        try (MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(MisbehavingMingerPeer.answers(5))) {
            assertThat(run(
                            "probe",
                            "@127.0.0.1:" + peer.address().getPort(),
                            "--existing=a@example.com",
                            "--missing=b@example.com",
                            "--timeout=100ms"))
                    .isEqualTo(1);
        }
        assertThat(out.toString())
                .contains("ok       an address that exists")
                .contains("WRONG    an address that does not exist: expected 3, but it says 5");
    }

    @Test
    void queryShouldBeShownWithWhatIsRight() {
        CompletableFuture<Integer> served =
                CompletableFuture.supplyAsync(() -> run("serve", "--port=0", "--queries=1"));
        await().until(() -> PORT.matcher(out.toString()).find());
        Matcher port = PORT.matcher(out.toString());
        assertThat(port.find()).isTrue();
        StringWriter answer = new StringWriter();
        MingerCommand.commandLine(name -> null)
                .setOut(new PrintWriter(answer))
                .execute("wrong-echo@example.com", "@127.0.0.1:" + port.group(1), "--tries=1", "--timeout=200ms");

        assertThat(served.join()).isZero();
        assertThat(answer.toString()).contains("no answer");
        assertThat(out.toString())
                .contains("wrong-echo@example.com from 127.0.0.1:")
                .contains(": answers 5 for another mailbox. Right: dropped; nobody knows");
    }

    @Test
    void portThatIsTakenShouldBeTold() {
        try (MisbehavingMingerPeer peer = MisbehavingMingerPeer.start(MisbehavingMingerPeer.drops())) {
            int port = peer.address().getPort();

            assertThat(run("serve", "--port=" + port)).isEqualTo(9);
            assertThat(err.toString())
                    .startsWith("cannot listen on UDP 127.0.0.1 port " + port + ": ")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void listShouldTellEveryMisbehaviour() {
        assertThat(run("serve", "--list")).isZero();
        assertThat(out.toString().lines()).hasSize(Misbehaviour.values().length);
    }

    @Test
    void wrongUsageShouldBeTold() {
        assertThat(run("probe", "@127.0.0.1", "--existing=a", "--missing=b@example.com"))
                .isEqualTo(2);
        assertThat(run("serve", "--bind=here")).isEqualTo(2);
        assertThat(run("probe", "@127.0.0.1", "--existing=a@b.c", "--missing=b@b.c", "--secret-env=NONE"))
                .isEqualTo(2);
        assertThat(run("serve", "--queries=0")).isEqualTo(2);
        assertThat(run("probe", "@127.0.0.1", "--existing=a@b.c", "--missing=b@b.c", "--timeout=2m"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("--queries takes a number from 1 on, not 0")
                .contains("a try waits from 1 ms to a minute, not 120000 ms")
                .contains("'a'")
                .contains("--bind takes an IP address")
                .contains("the environment variable NONE is not set");
    }
}
