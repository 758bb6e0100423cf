// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.gateway;

import static io.domainsharing.ownership.Addresses.address;
import static io.domainsharing.ownership.gateway.TestGateways.gateway;
import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Gateway.Verification;
import io.domainsharing.ownership.Gateway.WhenUnreachable;
import io.domainsharing.ownership.PeerAnswer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.Verdict;
import io.domainsharing.ownership.Verdict.Proof;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.james.core.Domain;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the file of a gateway's addresses decides, and what is asked besides. */
class GatewayFileTest extends GatewayOwnershipFixture {
    @Test
    void fileShouldDecideWithoutAQuestionAndWithoutBeingRemembered() throws Exception {
        Path file = Files.writeString(folder.resolve("customer.txt"), "bob@customer.example\n");
        Gateways gateways = Gateways.open(List.of(TestGateways.withFile()), url -> file);
        GatewayOwnership testee = testee(gateways);

        assertThat(testee.known(BOB)).contains(new Verdict.OnGateway(Domain.of("customer.example"), Proof.LISTED));
        assertThat(testee.known(address("ann@customer.example"))).contains(new Verdict.Nobody());

        Files.writeString(file, "ann@customer.example\n# not bob\n");
        gateways.watch(timer, Runnable::run);
        timer.advance(Gateways.LOOK_EVERY.multipliedBy(2));
        assertThat(testee.known(BOB)).contains(new Verdict.Nobody());
        assertThat(testee.known(address("ann@customer.example")))
                .contains(new Verdict.OnGateway(Domain.of("customer.example"), Proof.LISTED));
        assertThat(lookups.asked()).isEmpty();
    }

    @Test
    void fileShouldSpareTheQuestionWhereTheHostIsAskedToo() throws Exception {
        Path file = Files.writeString(folder.resolve("customer.txt"), "bob@customer.example\n");
        Gateway gateway = gateway(Verification.MINGER, "file://x", WhenUnreachable.DEFER, false);
        GatewayOwnership testee = testee(Gateways.open(List.of(gateway), url -> file));
        lookups.program(HOST, new PeerAnswer.Accepts());

        testee.resolve(BOB).toCompletableFuture().join();
        assertThat(lookups.asked()).isEmpty();
        testee.resolve(address("ann@customer.example")).toCompletableFuture().join();
        assertThat(lookups.asked()).containsExactly(HOST);
    }

    @Test
    void peersShouldBeAskedForWhatTheFileDoesNotHave() throws Exception {
        Path file = Files.writeString(folder.resolve("customer.txt"), "ann@customer.example\n");
        Gateway gateway = gateway(Verification.FILE, "file://x", WhenUnreachable.ACCEPT, true);
        GatewayOwnership testee = testee(Gateways.open(List.of(gateway), url -> file));
        lookups.program("tokyo", new PeerAnswer.Accepts());

        assertThat(testee.resolve(BOB).toCompletableFuture())
                .isCompletedWithValue(new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED));
        assertThat(lookups.asked()).containsExactly("tokyo");
    }

    @Test
    @Tag("L4")
    void peerShouldCountWhereTheHostHasRefusedWhatItsFileLists() throws Exception {
        Path file = Files.writeString(folder.resolve("customer.txt"), "bob@customer.example\n");
        Gateway gateway = gateway(Verification.MINGER, "file://x", WhenUnreachable.ACCEPT, true);
        GatewayOwnership testee = testee(Gateways.open(List.of(gateway), url -> file));
        lookups.program(HOST, new PeerAnswer.Accepts());
        CompletableFuture<Verdict> verdict =
                testee.resolveWithout(BOB, gateway.name()).toCompletableFuture();

        lookups.answer("tokyo", new PeerAnswer.Accepts());

        assertThat(verdict).isCompletedWithValue(new Verdict.OnPeer(new PeerName("tokyo"), Verdict.Source.ASKED));
        assertThat(lookups.asked()).containsExactly("tokyo");
    }
}
