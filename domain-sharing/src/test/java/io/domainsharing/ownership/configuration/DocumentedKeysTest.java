// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerMode;
import io.domainsharing.ownership.PeerProof;
import io.domainsharing.ownership.PeerTls;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What {@code james-conf/domainsharing.xml} says about keys is what the code reads, no more and no less. */
class DocumentedKeysTest {
    @Test
    void sampleShouldBeUsableAsItIs() throws Exception {
        assertThat(Xml.parse(Xml.withoutReferences(KnownKeys.sample())).peers())
                .singleElement()
                .extracting(peer -> peer.name().value())
                .isEqualTo("tokyo");
    }

    @Test
    void sampleShouldShowDefaultsInItsComments() throws Exception {
        DomainSharingConfiguration all = Xml.parse(KnownKeys.everyKey());

        assertThat(all.cache()).isEqualTo(CacheConfiguration.DEFAULT);
        assertThat(all.accounts()).isEqualTo(AccountsConfiguration.DEFAULT);
        assertThat(all.lists()).isEqualTo(ListsConfiguration.DEFAULT);
        assertThat(all.lookup())
                .usingRecursiveComparison()
                .ignoringFields("bind", "smtp.heloName", "smtp.vrfyFallbackToRcpt")
                .isEqualTo(LookupConfiguration.DEFAULT);
        assertThat(all.mx())
                .usingRecursiveComparison()
                .ignoringFields("self", "trusted", "nameServers")
                .isEqualTo(MxConfiguration.DEFAULT);
        assertThat(all.senders()).isEqualTo(SendersConfiguration.DEFAULT);
        assertThat(all.delivery())
                .usingRecursiveComparison()
                .ignoringFields(
                        "smartHost",
                        "handover.heloName",
                        "handover.bind",
                        "handover.startTls",
                        "handover.trusted",
                        "handover.verifyServerIdentity",
                        "handover.credentials")
                .isEqualTo(DeliveryConfiguration.DEFAULT);
        assertThat(all.peers().get(0).mingerPort()).isEqualTo(Peer.DEFAULT_MINGER_PORT);
        assertThat(all.peers().get(0).proof()).isEqualTo(PeerProof.AUTO);
        assertThat(all.peers().get(0).mode()).isEqualTo(PeerMode.SHARE);
        assertThat(all.peers().get(0).tls()).isEqualTo(PeerTls.DEFAULT);
        Gateway gateway = all.gateways().get(0);
        assertThat(gateway.verify()).isEqualTo(Gateway.Verification.MINGER);
        assertThat(gateway.mingerPort()).isEqualTo(Peer.DEFAULT_MINGER_PORT);
        assertThat(gateway.whenUnreachable()).isEqualTo(Gateway.WhenUnreachable.ACCEPT);
        assertThat(gateway.alsoAskPeers()).isFalse();
        assertThat(all.secondaries().every()).isEqualTo(SecondariesConfiguration.DEFAULT_EVERY);
        assertThat(all.peers().get(0).digestPort()).isEqualTo(Peer.DEFAULT_DIGEST_PORT);
        assertThat(all.digest())
                .contains(new DigestConfiguration(
                        DigestConfiguration.DEFAULT_EVERY,
                        DigestConfiguration.DEFAULT_TRUSTED_FOR,
                        List.of(DigestConfiguration.DEFAULT_BIND)));
        assertThat(all.harvest()).contains(HarvestConfiguration.DEFAULT);
        MingerServerConfiguration minger = all.minger().orElseThrow();
        assertThat(minger.bind()).containsExactly(MingerServerConfiguration.DEFAULT_BIND);
        assertThat(minger.anonymous()).isFalse();
        assertThat(minger.foreignAliases()).isTrue();
        assertThat(minger.queriesPerSecondPerSource()).isEqualTo(MingerServerConfiguration.DEFAULT_QUERIES_PER_SECOND);
    }

    @ParameterizedTest
    @FieldSource("io.domainsharing.ownership.configuration.KnownKeys#BLOCKS")
    void sampleShouldHaveEveryKeyThatTheCodeKnows(String block) throws Exception {
        assertThat(keysOfSample(block)).isEqualTo(KnownKeys.in(block));
    }

    private static Set<String> keysOfSample(String block) throws Exception {
        return Xml.load(KnownKeys.everyKey()).childConfigurationsAt(block.replace('/', '.')).stream()
                .map(HierarchicalConfiguration::getRootElementName)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
