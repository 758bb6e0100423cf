// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.minger.Vectors;
import io.domainsharing.network.Secret;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AddressHashTest {
    static Stream<Arguments> hashes() {
        return Vectors.of("digest/address-hashes.tsv");
    }

    // From the reference implementation of SipHash-2-4: key 00 to 0f, messages 00, 01, 02 and so on.
    @ParameterizedTest
    @CsvSource({"0, 726fdb47dd0e0e31", "1, 74f839c593dc67fd", "8, 93f5f5799a932462", "15, a129ca6149be45e5"})
    void hashShouldBeThatOfTheReferenceImplementation(int length, String hash) {
        byte[] key = new byte[16];
        byte[] message = new byte[length];
        for (int i = 0; i < 16; i++) {
            key[i] = (byte) i;
        }
        for (int i = 0; i < length; i++) {
            message[i] = (byte) i;
        }

        assertThat(HexFormat.of().toHexDigits(AddressHash.ofKey(key).of(message)))
                .isEqualTo(hash);
    }

    @ParameterizedTest
    @MethodSource("hashes")
    void hashShouldBeThatOfTheVectors(String secret, String address, String hash) {
        assertThat(HexFormat.of().toHexDigits(AddressHash.of(new Secret(secret)).of(address)))
                .isEqualTo(hash);
    }

    @Test
    void hashShouldDependOnTheSecret() {
        assertThat(AddressHash.of(new Secret("one")).of("bob@example.com"))
                .isNotEqualTo(AddressHash.of(new Secret("other")).of("bob@example.com"));
    }
}
