// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.Addresses;
import io.domainsharing.ownership.CanonicalAddress;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("D13")
class PlainAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"bob@example.com", "b.o.b@example.com", "bob+tag@example.com", "o'neil!@x", "7@1.example-2.com"})
    void addressOfOneSpellingShouldBePlain(String address) {
        assertThat(PlainAddress.is(CanonicalAddress.of(Addresses.address(address))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"bob\"@example.com", "\"b@b\"@example.com"})
    void addressOfMoreThanOneSpellingShouldNotBePlain(String address) {
        assertThat(PlainAddress.is(CanonicalAddress.of(Addresses.address(address))))
                .isFalse();
    }
}
