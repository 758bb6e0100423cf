// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The JAR and the files of james-conf are all that it takes. */
@Tag("O1")
@ExtendWith(NoLeftovers.class)
class OneJarIT {
    @Test
    void shippedFilesShouldWorkWhenOnlyAddressesAndSecretsAreFilledIn() throws Exception {
        try (ScriptedPeer tokyo = new ScriptedPeer("tokyo", "127.0.1.57", query -> query.status(5));
                JamesServer paris = JamesServer.extended("one-jar", "127.0.1.56")) {
            paris.environment("TOKYO_SECRET", Sharing.secretOf("tokyo"))
                    .environment("MINGER_SECRET", "0123456789abcdef");
            paris.conf()
                    .edit("domainlist.xml", xml -> xml.remove("domainnames")
                            .set("domainnames/domainname", "example.com"))
                    .edit("domainsharing.xml", xml -> xml.set(
                                    "peers/peer/smtp", tokyo.entry().smtp())
                            .set(
                                    "peers/peer/mingerPort",
                                    Integer.toString(tokyo.entry().mingerPort()))
                            .set(
                                    "minger/bind",
                                    paris.endpoints().host()
                                            + ':'
                                            + paris.endpoints().minger()));

            paris.start();

            try (SmtpSession session = ThreeServers.stranger(paris)) {
                assertThat(session.rcpt("somebody@example.com").code()).isEqualTo(250);
            }
            try (Stream<Path> jars = Files.list(paris.folder().resolve("extensions-jars"))) {
                assertThat(jars.map(Path::getFileName).map(Path::toString))
                        .allMatch(jar -> jar.startsWith("james-domain-sharing-"))
                        .hasSize(1);
            }
        }
    }
}
