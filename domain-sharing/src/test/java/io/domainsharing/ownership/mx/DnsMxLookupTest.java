// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.mx.MxAnswer.Hosts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DnsMxLookupTest {
    private final NameServer server = new NameServer();
    private final DnsMxLookup testee = DnsMxLookup.of(List.of(server.address()));

    @AfterEach
    void close() {
        server.close();
    }

    private MxAnswer answer(String domain) throws Exception {
        return testee.of(Domain.of(domain)).toCompletableFuture().get(40, TimeUnit.SECONDS);
    }

    @Test
    void hostsShouldComeBestFirstWithTheShortestTtl() throws Exception {
        server.set(
                "example.com",
                "300 MX 20 Tokyo.example.net.",
                "60 MX 10 paris.example.net.",
                "300 MX 20 austin.example.net.",
                "300 MX 30 paris.example.net.");

        assertThat(answer("example.com"))
                .isEqualTo(new Hosts(
                        List.of(
                                new MxHost(10, "paris.example.net"),
                                new MxHost(20, "austin.example.net"),
                                new MxHost(20, "tokyo.example.net")),
                        Duration.ofSeconds(60)));
    }

    @Test
    void domainWithAnAddressAloneShouldBeItsOwnHost() throws Exception {
        server.set("v4.example.com", "50 A 192.0.2.1").set("v6.example.com", "40 AAAA 2001:db8::1");

        assertThat(answer("v4.example.com"))
                .isEqualTo(new Hosts(List.of(new MxHost(0, "v4.example.com")), Duration.ofSeconds(50)));
        assertThat(answer("v6.example.com"))
                .isEqualTo(new Hosts(List.of(new MxHost(0, "v6.example.com")), Duration.ofSeconds(40)));
    }

    @Test
    void aliasShouldHaveTheHostsOfWhatItStandsFor() throws Exception {
        server.set("alias.example.com", "60 CNAME example.com.").set("example.com", "60 MX 10 paris.example.net.");

        assertThat(answer("alias.example.com"))
                .isEqualTo(new Hosts(List.of(new MxHost(10, "paris.example.net")), Duration.ofSeconds(60)));
    }

    @Test
    void nullMxShouldMeanNoMail() throws Exception {
        server.set("example.com", "60 MX 0 .");

        assertThat(answer("example.com")).isEqualTo(new MxAnswer.NoMail(Duration.ofSeconds(60)));
    }

    @Test
    void rootBesideOtherHostsShouldBeNoHost() throws Exception {
        server.set("example.com", "60 MX 0 .", "60 MX 10 paris.example.net.");

        assertThat(answer("example.com"))
                .isEqualTo(new Hosts(List.of(new MxHost(10, "paris.example.net")), Duration.ofSeconds(60)));
    }

    @Test
    void literalInAnMxRecordShouldBeTakenForTheAddressThatIsMeant() throws Exception {
        server.set("example.com", "60 MX 10 192.0.2.1.");

        assertThat(answer("example.com"))
                .isEqualTo(new Hosts(List.of(new MxHost(10, "192.0.2.1")), Duration.ofSeconds(60)));
    }

    @Test
    void missingDomainAndDomainWithoutAnyHostShouldHaveNoHosts() throws Exception {
        server.set("text.example.com", "60 TXT hello");

        assertThat(answer("missing.example.com")).isEqualTo(new MxAnswer.NoHosts());
        assertThat(answer("text.example.com")).isEqualTo(new MxAnswer.NoHosts());
    }

    @Test
    void nameThatIsNoHostShouldNotBeGivenOut() throws Exception {
        server.set("example.com", "60 MX 10 a\\058b.example.net.");

        assertThat(answer("example.com")).isInstanceOf(MxAnswer.NoAnswer.class);
    }

    @Test
    void failingServerShouldGiveNoAnswer() throws Exception {
        server.fail("example.com");
        assertThat(answer("example.com")).isInstanceOf(MxAnswer.NoAnswer.class);

        server.set("example.com", "60 TXT hello").broken(true);
        assertThat(answer("example.com")).isInstanceOf(MxAnswer.NoAnswer.class);

        server.close();
        assertThat(answer("example.com")).isInstanceOf(MxAnswer.NoAnswer.class);
    }

    @Test
    void answerShouldBeKeptForItsTtl() throws Exception {
        server.set("example.com", "600 MX 10 paris.example.net.");

        assertThat(answer("example.com")).isEqualTo(answer("example.com"));
        assertThat(server.asked("example.com. MX")).isEqualTo(1);
    }
}
