// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.common.net.HostAndPort;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerProof;
import io.domainsharing.ownership.PeerTls;
import io.domainsharing.ownership.ReplyBeginning;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.membership.Kept;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("D6")
class PeerJsonTest {
    @ParameterizedTest
    @ValueSource(strings = {"4070", "\"4070\""})
    void portShouldBeANumberOrAText(String port) throws Exception {
        PeerJson testee = PeerJson.parse("osaka", "{\"smtp\":[\"h:26\"],\"mingerPort\":" + port + "}");

        assertThat(testee.peer().mingerPort()).isEqualTo(4070);
        assertThat(testee.peer().smtp()).containsExactly(HostAndPort.fromParts("h", 26));
    }

    @Test
    void tlsAndOwnWordsShouldBeReadAsInTheFile() throws Exception {
        PeerJson testee = PeerJson.parse(
                "osaka",
                "{\"smtp\":[\"h\"],\"proof\":\"required\",\"tls\":\"required\",\"unknownUser\":[\"550 5.4.1\",\"554 Not here\"]}");

        assertThat(testee.peer().proof()).isEqualTo(PeerProof.REQUIRED);
        assertThat(testee.peer().tls()).isEqualTo(new PeerTls.Required());
        assertThat(testee.peer().unknownUser())
                .containsExactly(new ReplyBeginning("550 5.4.1"), new ReplyBeginning("554 Not here"));
    }

    @Test
    void whatTheBodySaysNothingOfShouldBeKeptOfThePeerBefore() throws Exception {
        assertThat(PeerJson.parse("osaka", "{\"smtp\":[\"h\"]}").kept()).isEqualTo(new Kept(true, true));
        assertThat(PeerJson.parse("osaka", "{\"smtp\":[\"h\"],\"mode\":\"drain\",\"secret\":null}")
                        .kept())
                .isEqualTo(Kept.NOTHING);
    }

    @Test
    void modeAloneShouldBeNoWholePeer() throws Exception {
        assertThat(PeerJson.modeAlone("{\"mode\":\"observe\"}")).contains(PeerMode.OBSERVE);
        assertThat(PeerJson.modeAlone("{\"mode\":\"observe\",\"smtp\":[\"h\"]}"))
                .isEmpty();
        assertThat(PeerJson.modeAlone("{}")).isEmpty();
        assertThatThrownBy(() -> PeerJson.modeAlone("{\"mode\":\"live\"}"))
                .isInstanceOfSatisfying(BadConfigurationException.class, refusal -> assertThat(refusal.mistake())
                        .startsWith("mode: 'live' is neither share nor observe nor drain"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {"smtp":["h"],"secret":false}         | secret: is not a text. Write it in quotation marks
            {"smtp":["h"],"secret":1234567890}    | secret: is not a text
            {"smtp":[25]}                         | smtp: is not a text
            {"smtp":25}                           | smtp: is not a text
            {"smtp":["h"],"trusted":[10.1]}       | trusted: is not a text
            {"smtp":["h"],"lookup":true}          | lookup: is not a text
            {"smtp":["h"],"domain":[null]}        | domain: is null
            {"smtp":["h"],"mingerPort":4069.5}    | mingerPort: is not a text
            {"smtp":["h"],"mingerPort":true}      | mingerPort: is not a text
            {"smtp":["h"],"mingerPort":99999999999} | mingerPort: '99999999999' is not a whole number
            {"smtp":["h"],"proof":"always"}       | proof: 'always' is neither auto nor required nor never
            {"smtp":["h"],"proof":true}           | proof: is not a text
            {"smtp":["h"],"mode":"watch"}         | mode: 'watch' is neither share nor observe nor drain
            {"smtp":["h"],"mode":["share"]}       | mode: is a list. Write one value
            {"smtp":["h"],"tls":true}             | tls: is not a text
            {"smtp":["h"],"tls":["required"]}     | tls: is a list. Write one value
            {"smtp":["h"],"tls":"always"}         | tls: 'always' is neither opportunistic nor required
            {"smtp":["h"],"unknownUser":[550]}    | unknownUser: is not a text
            {"smtp":["h"],"unknownUser":["no"]}   | unknownUser: 'no' does not begin with a 5yz code
            """)
    void valueOfAnotherKindShouldBeRefused(String body, String mistake) {
        assertThatThrownBy(() -> PeerJson.parse("osaka", body))
                .isInstanceOfSatisfying(BadConfigurationException.class, refusal -> assertThat(refusal.mistake())
                        .startsWith(mistake));
    }

    @Test
    void remedyForASecretShouldNotNameWhatIsRefusedHere() {
        assertThatThrownBy(() -> PeerJson.parse("osaka", "{\"smtp\":[\"h\"],\"secret\":\"with space\"}"))
                .isInstanceOfSatisfying(BadConfigurationException.class, refusal -> assertThat(refusal.mistake())
                        .startsWith("secret: ")
                        .doesNotContain("with space", "${"));
    }

    @ParameterizedTest
    @CsvSource({
        "smpt, unknown key smpt; did you mean smtp. Known here: digestPort",
        "Trusted, unknown key Trusted; did you mean trusted",
        "minger_port, unknown key minger_port; did you mean mingerPort",
        "password, unknown key password. Known here: digestPort",
    })
    void unknownKeyShouldBeNamedWithTheOneThatIsMeant(String key, String mistake) {
        assertThatThrownBy(() -> PeerJson.parse("osaka", "{\"" + key + "\":[\"h\"]}"))
                .isInstanceOfSatisfying(BadConfigurationException.class, refusal -> assertThat(refusal.mistake())
                        .contains(mistake));
    }

    @Test
    void unknownKeyShouldBeShownEscapedAndCut() {
        assertThatThrownBy(() -> PeerJson.parse(
                        "osaka", "{\"\\u001b[2J\\u202e" + "x".repeat(1000) + "\":[\"h\"],\"smtp\":[\"h\"]}"))
                .isInstanceOfSatisfying(BadConfigurationException.class, refusal -> assertThat(refusal.mistake())
                        .hasSizeLessThan(250)
                        .startsWith("the body: unknown key \\u001b[2J\\u202exx"));
    }

    @ParameterizedTest
    @CsvSource({"smtp, 17, 16", "trusted, 65, 64", "domain, 257, 256", "smtp, 200000, 16", "trusted, 200000, 64"})
    void listShouldBeRefusedWhenItIsLongerThanItsBound(String key, int size, int most) {
        String body = "{\"" + key + "\":[" + "\"h\",".repeat(size - 1) + "\"h\"]}";

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThatThrownBy(() -> PeerJson.parse("osaka", body))
                .isInstanceOfSatisfying(BadConfigurationException.class, refusal -> assertThat(refusal.mistake())
                        .isEqualTo(key + ": is a list of " + size + ". Write at most " + most + " values")));
    }

    @Test
    void longestListsShouldBeTaken() throws Exception {
        String body = "{\"smtp\":[" + numbered("\"h%d:25\"", 16) + "],\"trusted\":[" + numbered("\"192.0.2.%d\"", 64)
                + "],\"domain\":[" + numbered("\"d%d.example\"", 256) + "]}";

        assertThat(PeerJson.parse("osaka", body).peer().domains()).hasSize(256);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"smtp\":[\"h\"],\"mingerPort\":1%s}",
                "{\"smtp\":[\"h\"],\"mingerPort\":1.%s}",
                "{\"smtp\":[\"h\"],\"mingerPort\":\"1%s\"}",
                "{\"smtp\":[\"h%s\"]}",
                "{\"smtp\":[\"h\"],\"x%s\":1}",
            })
    void longTextsAndNumbersShouldBeRefusedUnseen(String body) {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThatThrownBy(
                        () -> PeerJson.parse("osaka", body.replace("%s", "0".repeat(1_000_000))))
                .isInstanceOfSatisfying(BadConfigurationException.class, refusal -> assertThat(refusal.mistake())
                        .hasSizeLessThan(250)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"smtp\":", "{\"smtp\":["})
    void deepBodyShouldBeRefused(String opening) {
        assertThatThrownBy(() -> PeerJson.parse("osaka", opening.repeat(100_000)))
                .isInstanceOfSatisfying(BadConfigurationException.class, refusal -> assertThat(refusal.mistake())
                        .startsWith("the body: is nested too deeply"));
    }

    private static String numbered(String format, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> String.format(Locale.ROOT, format, i))
                .collect(Collectors.joining(","));
    }
}
