// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtp;

import static io.domainsharing.ownership.Addresses.address;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.HostAndPort;
import io.domainsharing.message.ReceivedFromPeerAttribute;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.InMemoryOwnership;
import io.domainsharing.ownership.LocalLists;
import io.domainsharing.ownership.LocalMatch;
import io.domainsharing.ownership.NodeName;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.SamplePeers;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.gateway.Gateways;
import io.domainsharing.ownership.membership.InMemoryPeers;
import io.domainsharing.ownership.peer.Capabilities;
import io.domainsharing.ownership.peer.CapabilityProbes;
import io.domainsharing.ownership.trace.Arrival;
import io.domainsharing.ownership.trace.Arrivals;
import io.domainsharing.ownership.trace.Departure;
import io.domainsharing.ownership.trace.GatewayTrace;
import io.domainsharing.ownership.trace.MessageIdentity;
import io.domainsharing.ownership.trace.TraceKey;
import io.domainsharing.ownership.trace.Way;
import io.domainsharing.smtpclient.Extensions;
import io.domainsharing.smtpclient.SmtpReply;
import io.domainsharing.smtpclient.SmtpServer;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Mail;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("L1")
class EndOfDataTest {
    private static final NodeName PARIS = new NodeName("paris");
    private static final PeerName TOKYO = new PeerName("tokyo");
    private static final String ID = "Message-ID: <1@example.org>\r\n";
    private static final String BY_TOKYO = "X-Domain-Sharing: node=tokyo; peer=paris; hop=2; kept=no\r\n";
    private static final MessageIdentity MESSAGE =
            MessageIdentity.of(name -> name.equals("Message-ID") ? List.of("<1@example.org>") : List.of());
    private static final MailAddress ALICE = address("alice@example.com");
    private static final MailAddress BOB = address("bob@example.com");

    private final TraceKey key = TraceKey.random();
    private final FakeClock clock = new FakeClock();
    private final Capabilities capabilities = new Capabilities(clock, clock::nanos);
    private final InMemoryOwnership ownership =
            new InMemoryOwnership().know(ALICE, new Verdict.Local(LocalMatch.FORWARD));
    private final Map<MailAddress, Set<MailAddress>> forwards = new HashMap<>(Map.of(ALICE, Set.of(BOB)));

    @Test
    void messageShouldBeRefusedWhenItHasThirtyReceivedFields() throws Exception {
        assertThat(on(mail("Received: x\r\n".repeat(30), ALICE))).isEqualTo(refusal("5.4.6 Too many hops"));
        assertThat(on(mail("Received: x\r\n".repeat(29), ALICE))).isEqualTo(HookResult.DECLINED);
    }

    @Test
    void messageShouldBeRefusedWithItsPathWhenAPeerBringsItBackInACircle() throws Exception {
        assertThat(on(fromTokyo(circle(), ALICE))).isEqualTo(refusal("5.4.6 Routing loop: paris -> tokyo -> paris"));
    }

    @Test
    void messageShouldBeAcceptedWhenAStrangerBringsTheLines() throws Exception {
        assertThat(on(mail(circle(), ALICE))).isEqualTo(HookResult.DECLINED);
    }

    @Test
    void messageShouldBeAcceptedWhenOneOfItsRecipientsIsInNoCircle() throws Exception {
        ownership.know("dave@example.com", new Verdict.Local(LocalMatch.ACCOUNT));

        assertThat(on(fromTokyo(circle(), ALICE, address("dave@example.com")))).isEqualTo(HookResult.DECLINED);
    }

    @Test
    void messageShouldBeAcceptedWhenTheAddressHasGotAMailboxMeanwhile() throws Exception {
        forwards.remove(ALICE);

        assertThat(on(fromTokyo(circle(), ALICE))).isEqualTo(HookResult.DECLINED);
    }

    @Test
    void messageShouldBeAcceptedWhenSomebodyInTheCircleHasACopy() throws Exception {
        assertThat(on(fromTokyo(circle().replace("kept=no\r\nReceived", "kept=yes\r\nReceived"), ALICE)))
                .isEqualTo(HookResult.DECLINED);
    }

    @Test
    void messageShouldBeRefusedWhenItComesFromTheGatewayForTheThirdTime() throws Exception {
        String line = GatewayTrace.line(MESSAGE, key, PARIS, gateway()) + "\r\n";
        MailAddress customer = address("info@customer.example");

        assertThat(on(mail("Received: x\r\n" + line + line + ID, customer)))
                .isEqualTo(refusal("5.4.6 Routing loop: paris -> gateway-customer.example -> paris"
                        + " -> gateway-customer.example -> paris"));
        assertThat(on(mail("Received: x\r\n" + line + ID, customer))).isEqualTo(HookResult.DECLINED);
    }

    @Test
    void messageShouldBeAcceptedWhenItsGatewayLinesAreForged() throws Exception {
        String forged = "X-Domain-Sharing-Gateway: node=paris; gateway=customer.example\r\n";

        assertThat(on(mail("Received: x\r\n" + forged + forged + ID, address("info@customer.example"))))
                .isEqualTo(HookResult.DECLINED);
    }

    /** Its server takes messages of 300 octets. */
    @Test
    @Tag("D15")
    void messageShouldBeRefusedWhenItIsTooLargeForTheServersOfAllItsRecipients() throws Exception {
        MailAddress zoe = address("zoe@example.com");
        ownership
                .know(zoe, new Verdict.OnPeer(TOKYO, Verdict.Source.CACHE))
                .know(
                        "info@customer.example",
                        new Verdict.OnGateway(Domain.of("customer.example"), Verdict.Proof.CACHE));
        String large = "X-Long: " + "x".repeat(300) + "\r\n";
        announce("tokyo.example.net", 300);
        assertThat(on(mail(large, zoe)))
                .isEqualTo(OwnerLimits.refusal(300, "its recipients"))
                .satisfies(result -> assertThat(result.getSmtpRetCode()).isEqualTo("552"));
        assertThat(on(mail("X-Short: x\r\n", zoe))).isEqualTo(HookResult.DECLINED);
        assertThat(on(mail(large, zoe, ALICE))).as("alice is here").isEqualTo(HookResult.DECLINED);
        assertThat(on(mail(large, zoe, address("info@customer.example"))))
                .as("that server was not heard")
                .isEqualTo(HookResult.DECLINED);
        announce("mx.customer.example", 310);
        assertThat(on(mail(large, zoe, address("info@customer.example"))))
                .isEqualTo(OwnerLimits.refusal(310, "its recipients"));

        clock.advance(Duration.ofMinutes(2));

        assertThat(on(mail(large, zoe))).as("it may have been raised").isEqualTo(HookResult.DECLINED);
    }

    private void announce(String host, int limit) {
        capabilities.announced(
                new SmtpServer(host, 25), Extensions.of(new SmtpReply(250, List.of("hello", "SIZE " + limit))));
    }

    @Test
    void nothingShouldBeRefusedWhileDomainSharingIsOff() throws Exception {
        EndOfData off = endOfData(SharedDomains.NONE);

        assertThat(off.on(new SessionOrigin("1", null), mail("Received: x\r\n".repeat(40), ALICE)))
                .isEqualTo(HookResult.DECLINED);
    }

    private HookResult on(Mail mail) throws Exception {
        return endOfData(Domain.of("example.com")::equals).on(new SessionOrigin("1", null), mail);
    }

    private EndOfData endOfData(SharedDomains shared) throws Exception {
        LocalLists lists = (address, byCatchAll) ->
                new LocalLists.Reach(Set.of(), forwards.getOrDefault(address, Set.of(address)));
        return new EndOfData(
                shared,
                Gateways.open(List.of(gateway()), Path::of),
                ownership,
                PARIS,
                key,
                new Arrivals(lists, shared, ownership),
                new OwnerLimits(
                        capabilities,
                        new InMemoryPeers(SamplePeers.peer("tokyo")).directory(),
                        Gateways.open(List.of(gateway()), Path::of),
                        new CapabilityProbes(
                                (server, command, budget) -> new CompletableFuture<>(),
                                Duration.ofSeconds(5),
                                clock::nanos)),
                new CommandAudit(new FakeClock(), later -> {}),
                new HookFailure(new FakeClock()));
    }

    /** What comes back to paris, which has handed it over for bob, to whom alice forwards her mail. */
    private String circle() {
        Arrival alice = new Arrival(CanonicalAddress.of(ALICE), Set.of(CanonicalAddress.of(BOB)), Set.of());
        String line = Way.begin(MESSAGE, key)
                .next(PARIS, TOKYO, new Departure(Set.of(CanonicalAddress.of(BOB)), List.of(alice)));
        return "Received: by paris\r\n" + BY_TOKYO + "Received: by tokyo\r\n" + line + "\r\n" + ID;
    }

    private static Gateway gateway() {
        return new Gateway(
                Domain.of("customer.example"),
                List.of(HostAndPort.fromParts("mx.customer.example", 25)),
                Gateway.Verification.NONE,
                4069,
                null,
                null,
                Gateway.WhenUnreachable.ACCEPT,
                false);
    }

    private static Mail fromTokyo(String header, MailAddress... recipients) throws Exception {
        Mail mail = mail(header, recipients);
        ReceivedFromPeerAttribute.mark(mail, Optional.of(TOKYO));
        return mail;
    }

    private static Mail mail(String header, MailAddress... recipients) throws Exception {
        byte[] octets = (header + "\r\nhello\r\n").getBytes(US_ASCII);
        return MailImpl.builder()
                .name("mail")
                .sender(address("sender@example.org"))
                .addRecipients(Stream.of(recipients).toList())
                .mimeMessage(new MimeMessageWrapper(
                        MimeMessageInputStreamSource.create("mail", new ByteArrayInputStream(octets))))
                .build();
    }

    private static HookResult refusal(String text) {
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.deny())
                .smtpReturnCode("554")
                .smtpDescription(text)
                .build();
    }
}
