// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import static io.domainsharing.ownership.LongTextContract.MEGABYTE;
import static io.domainsharing.ownership.LongTextContract.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.domainsharing.commandline.Shell.Run;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever answers at WebAdmin's URL moves no cursor, and takes no more than time in proportion to what it says. */
@Tag("O4")
@Tag("O3")
@Timeout(120)
class HostileWebAdminTest {
    private static final String HOSTILE =
            "\u001b[2J\u001b]0;x\u0007\0\u0008\u007f\u0085\u009b31m\u202e\u2066\u200b\u2028\u2029\ufeff\r\nFORGED";
    private static final String JSON =
            "\\u001b[2J\\u001b]0;x\\u0007\\u0000\\b\u007f\u0085\u009b31m\u202e\u2066\u200b\u2028\u2029\ufeff\\r\\nFORGED";
    private static final String RAW = "[\\x00-\\x09\\x0b-\\x1f\\x7f-\\x9f\\p{Cf}\\u2028\\u2029]";
    private static final String COLOUR = "\u001b\\[[0-9]{1,2}m";

    private final Shell shell = Shell.with(Map.of());

    private static Run run(Shell shell, String url, String arguments) {
        return shell.run(Stream.concat(Arrays.stream(arguments.split(" ", -1)), Stream.of("--webadmin", url))
                .toArray(String[]::new));
    }

    private static void assertHarmless(String text) {
        assertThat(text).doesNotContainPattern(RAW);
        assertThat(text.lines()).noneMatch(line -> line.startsWith("FORGED"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "owner bob@example.com",
                "owner sales@example.com",
                "owner y@example.com",
                "peers",
                "peers test",
                "peers test tokyo",
                "peers remove tokyo",
                "cache",
                "cache show bob@example.com",
                "cache show x@example.com",
                "findings",
                "conflicts",
                "conflicts check"
            })
    void everyTextOfTheServerShouldBeShownEscaped(String command) {
        try (CannedWebAdmin webAdmin = new CannedWebAdmin().saysNothingBut(HOSTILE)) {
            Run plain = run(shell, webAdmin.url(), command);
            Run json = run(shell, webAdmin.url(), command + " --json");
            Run coloured = run(shell.coloured(), webAdmin.url(), command);

            assertHarmless(plain.out() + plain.err());
            assertHarmless(json.out() + json.err());
            assertHarmless((coloured.out() + coloured.err()).replaceAll(COLOUR, ""));
            // Where nothing but numbers is shown, the JSON has the rest.
            assertThat(plain.out() + plain.err() + json.out()).contains("[2J");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 400, 401, 403, 404, 409, 412, 421, 500, 503})
    void refusalShouldBeToldEscaped(int status) {
        try (CannedWebAdmin webAdmin =
                new CannedWebAdmin().on("GET /domain-sharing", status, "{\"message\":\"" + JSON + "\"}")) {
            Run run = run(shell, webAdmin.url(), "status");

            assertHarmless(run.out() + run.err());
            assertThat(run.exitCode()).isNotZero();
            assertThat(run.err()).contains("HTTP " + status);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "220 \u001b[2J\u009b\u202e ESMTP\r\n",
                "HTTP/1.1 200 \u001b[2J\u202e\r\n\r\n{}",
                "HTTP/1.1 \u001b[2J OK\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nX\u001b[2J\u202e: \u001b[2J\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: \u001b[2J\u202e\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\u001b[2J\u202e\r\n",
                "HTTP/1.1 302 Found\r\nLocation: http://\u001b[2J/\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nDate: \u001b[2J\r\n\r\n[{\"name\":\u001b[2J\u202e}]"
            })
    void whatIsNoHttpShouldBeToldEscaped(String response) {
        try (RawWebAdmin webAdmin = new RawWebAdmin(response)) {
            Run run = run(shell, webAdmin.url(), "peers");

            assertHarmless(run.out() + run.err());
            assertThat(run.exitCode()).isNotZero();
            assertThat(run.err()).startsWith("domain-sharing: ").doesNotContain("\tat ");
        }
    }

    @Test
    void veryManyPeersShouldBeShownWithinSeconds() {
        String peers = IntStream.range(0, 30_000)
                .mapToObj(i -> "{\"name\":\"p" + i + "\",\"state\":\"up\",\"origin\":\"runtime\"}")
                .collect(Collectors.joining(",", "[", "]"));
        try (RawWebAdmin webAdmin = RawWebAdmin.ofBody(peers)) {
            Run run = assertTimeoutPreemptively(PATIENCE, () -> run(shell, webAdmin.url(), "peers"));

            assertThat(run.exitCode()).isZero();
            assertThat(run.out().lines()).hasSize(30_001);
        }
    }

    @Test
    void longWordShouldNotFillTheOtherRows() {
        String conflicts = "[{\"address\":\"" + "a".repeat(MEGABYTE) + "\",\"peers\":[\"oslo\"]}"
                + ",{\"address\":\"b\",\"peers\":[\"oslo\"]}".repeat(2_000) + "]";
        try (RawWebAdmin webAdmin = RawWebAdmin.ofBody(conflicts)) {
            Run run = assertTimeoutPreemptively(PATIENCE, () -> run(shell, webAdmin.url(), "conflicts"));

            assertThat(run.out().lines()).hasSize(2_002).contains("b        oslo");
            assertThat(run.out()).hasSizeLessThan(2 * MEGABYTE);
        }
    }

    @Test
    void nestedOrEndlessJsonShouldBeToldInAFewWords() {
        for (String body : List.of(
                "[".repeat(MEGABYTE),
                "{\"a\":".repeat(MEGABYTE / 5),
                "[{\"name\":" + "9".repeat(MEGABYTE) + "}]",
                "[{\"name\":\"" + "a".repeat(MEGABYTE),
                "[{\"name\":\"" + "\\u001b".repeat(MEGABYTE / 6),
                "[".repeat(MEGABYTE / 2) + "]".repeat(MEGABYTE / 2))) {
            try (RawWebAdmin webAdmin = RawWebAdmin.ofBody(body)) {
                Run run = assertTimeoutPreemptively(PATIENCE, () -> run(shell, webAdmin.url(), "peers"));

                assertThat(run.exitCode()).isEqualTo(9);
                assertThat(run.err()).hasSizeLessThan(500).contains("is it WebAdmin?");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999", "-1e999", "1e308", "1e-300", "99999999999999999999999999"})
    void numberBeyondAllMeasureShouldBeNoCrash(String number) {
        try (RawWebAdmin webAdmin = RawWebAdmin.ofBody(
                "[{\"name\":\"oslo\",\"roundTrip\":{\"p50Millis\":" + number + "},\"waiting\":" + number + "}]")) {
            Run run = run(shell, webAdmin.url(), "peers");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains("oslo").hasSizeLessThan(1_000);
            assertThat(run.err()).isEmpty();
        }
    }
}
