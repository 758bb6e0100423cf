// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.SamplePeers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A peer that comes in at run time is read by the code that reads the file. */
@Tag("D6")
class PeerBlockTest {
    private static final Map<String, List<String>> TOKYO =
            Map.of("name", List.of("tokyo"), "smtp", List.of("tokyo.example.net"));

    @Test
    void peerShouldHaveTheDefaultsOfTheFile() throws Exception {
        Peer peer = PeerBlock.from(Block.of(TOKYO));

        assertThat(peer).isEqualTo(SamplePeers.peer("tokyo"));
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            mingerPort  | 70000        | mingerPort: '70000' is not between 1 and 65535. Write a port
            mingerPort  | 1,2          | mingerPort: is given 2 times. Keep one of them
            smtp        | h:x          | smtp: 'h:x' is not host[:port]. Write the host
            secret      | two words    | secret: a secret is 1 to 50 visible ASCII characters
            trusted     | 10.0.0.1/8   | trusted: '10.0.0.1/8' has bits set
            lookup      | telepathy    | lookup: 'telepathy' is neither minger nor vrfy nor rcpt
            proof       | always       | proof: 'always' is neither auto nor required nor never
            mode        | Share        | mode: 'Share' is neither share nor observe nor drain
            tls         | never        | tls: 'never' is neither opportunistic nor required nor the SHA-256
            tls         | required,required | tls: is given 2 times. Keep one of them
            unknownUser | 55x          | unknownUser: '55x' does not begin with a 5yz code and a space. Write how
            name        | undetermined | name: 'undetermined' names the queue
            minger-port | 1            | minger-port: is not a key. Did you mean mingerPort? Known here: digestPort, domain, lookup, mingerPort
            a.b(1)@c    | 1            | a.b(1)@c: is not a key
            """)
    void mistakeShouldBeNamedAsInTheFile(String key, String values, String mistake) {
        Map<String, List<String>> texts = new HashMap<>(TOKYO);
        texts.put(key, List.of(values.split(",", -1)));

        BadConfigurationException refused =
                catchThrowableOfType(BadConfigurationException.class, () -> PeerBlock.from(Block.of(texts)));

        assertThat(refused.mistake()).startsWith(mistake);
        assertThat(refused).hasMessageStartingWith("conf/domainsharing.xml: " + mistake);
    }

    @Test
    void keysOfAPeerShouldBeThoseThatAreRead() {
        assertThatThrownBy(
                        () -> Xml.parse(
                                "<domainsharing><peers><peer><name>a</name><smtp>h</smtp><noSuchKey/></peer></peers></domainsharing>"))
                .hasMessageEndingWith("Known here: "
                        + String.join(", ", PeerBlock.KEYS.stream().sorted().toList()));
    }
}
