// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.Vectors;
import io.domainsharing.minger.digest.DigestKeys.Binding;
import io.domainsharing.network.Secret;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DigestKeysTest {
    private static final Binding BINDING = new Binding(Octets.random(32), Octets.random(32), Octets.random(32));
    private static final Position POSITION = new Position(7, 3);
    private static final DigestKeys KEYS = DigestKeys.of(new Secret("ThisIsASharedSecret"));

    static Stream<Arguments> proofs() {
        return Vectors.of("digest/digest-proofs.tsv");
    }

    @ParameterizedTest
    @MethodSource("proofs")
    void proofsShouldBeThoseOfTheVectors(
            String secret,
            String certificate,
            String server,
            String client,
            String epoch,
            String version,
            String clientProof,
            String serverProof,
            String mark) {
        DigestKeys keys = DigestKeys.of(new Secret(secret));
        Binding binding = new Binding(octets(certificate), octets(server), octets(client));
        Position position = new Position(Long.parseUnsignedLong(epoch, 16), Long.parseLong(version));

        assertThat(keys.clientProof(binding, position)).hasToString(clientProof);
        assertThat(keys.serverProof(binding, position)).hasToString(serverProof);
        assertThat(keys.mark()).isEqualTo(mark);
    }

    @Test
    void proofShouldProveWhereNothingHasChanged() {
        assertThat(KEYS.isClientProof(KEYS.clientProof(BINDING, POSITION), BINDING, POSITION))
                .isTrue();
        assertThat(KEYS.isServerProof(KEYS.serverProof(BINDING, POSITION), BINDING, POSITION))
                .isTrue();
    }

    @Test
    void proofOfOneSideShouldProveNothingOfTheOther() {
        assertThat(KEYS.isServerProof(KEYS.clientProof(BINDING, POSITION), BINDING, POSITION))
                .isFalse();
    }

    @Test
    void proofShouldProveNothingWhereAnyPartOfTheConnectionDiffers() {
        Octets proof = KEYS.clientProof(BINDING, POSITION);
        Octets other = Octets.random(32);

        assertThat(Stream.of(
                        new Binding(other, BINDING.serverNonce(), BINDING.clientNonce()),
                        new Binding(BINDING.certificate(), other, BINDING.clientNonce()),
                        new Binding(BINDING.certificate(), BINDING.serverNonce(), other)))
                .noneMatch(binding -> KEYS.isClientProof(proof, binding, POSITION));
        assertThat(KEYS.isClientProof(proof, BINDING, new Position(7, 4))).isFalse();
        assertThat(DigestKeys.of(new Secret("another")).isClientProof(proof, BINDING, POSITION))
                .isFalse();
    }

    private static Octets octets(String hex) {
        return Octets.of(HexFormat.of().parseHex(hex));
    }
}
