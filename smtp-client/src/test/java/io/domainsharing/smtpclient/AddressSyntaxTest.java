// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.smtpclient.AddressSyntax.Kind;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("H2")
class AddressSyntaxTest {
    private static final int LONGEST = 320;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob@example.com",
                "BOB@EXAMPLE.COM",
                "o'hara+{x}=y/z#!$%&*?^_`|~@example.com",
                ".bob.@example.com",
                "bob..smith@example.com",
                "\"a b\"@example.com",
                "\" \"@example.com",
                "\"a>b\"@example.com",
                "\"a@b\"@example.com",
                "\"a\\\"b\\\\ \\<\"@example.com",
                "\"\"@example.com",
                "bob@localhost",
                "bob@xn--bcher-kva.example",
                "bob@3com.example",
                "bob@127.0.0.1",
                "bob@[127.0.0.1]",
                "bob@[IPv6:::1]",
                "bob@[x-tag:any!thing]"
            })
    void addressInAsciiShouldGoIntoAnyCommand(String address) {
        assertThat(AddressSyntax.of(address)).isEqualTo(new AddressSyntax(Kind.ASCII, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b\u00f6b@example.com",
                "\"b\u00f6b smith\"@example.com",
                "bob@b\u00fccher.example",
                "\u7532@\u4f8b\u3048.example",
                "\ud83d\ude00@example.com",
                "\"x\u760d\u760aRCPT TO:<injected@third.example>\u760d\u760a\"@customer.example"
            })
    void addressBeyondAsciiShouldNeedSmtpUtf8(String address) {
        assertThat(AddressSyntax.of(address)).isEqualTo(new AddressSyntax(Kind.UTF8, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "bob",
                "bob@",
                "@example.com",
                "a@b@example.com",
                "bob@example.com ",
                " bob@example.com",
                "b ob@example.com",
                "<bob@example.com>",
                "b<ob@example.com",
                "a\\ b@example.com",
                "a\\>b@example.com",
                "@relay.example:bob@example.com",
                "(note)bob@example.com",
                "\"bob@example.com",
                "\"bob\\\"@example.com",
                "\"bob\"x@example.com",
                "a.\"b\"@example.com",
                "\"bob\"",
                "\"bob\\",
                "\"b\\\u00f6b\"@example.com",
                "bob@exam ple.com",
                "bob@example..com",
                "bob@.example.com",
                "bob@example.com.",
                "bob@-example.com",
                "bob@example-.com",
                "bob@exam_ple.com",
                "bob@example.com>",
                "bob@#123",
                "bob@[127.0.0.1",
                "bob@[127.0.0.1]x",
                "bob@[a b:c]",
                "bob@[]",
                "bob@a\u3002example",
                "bob@\u2100.example",
                "bob@-\u00fc.example"
            })
    void whatIsNoAddressShouldGoIntoNoCommand(String address) {
        assertInvalid(address);
    }

    @ParameterizedTest
    @MethodSource("forbiddenCharacters")
    void addressWithAForbiddenCharacterShouldGoIntoNoCommand(String forbidden) {
        assertInvalid("a" + forbidden + "b@example.com");
        assertInvalid("\"a" + forbidden + "b\"@example.com");
        assertInvalid("\"a\\" + forbidden + "b\"@example.com");
        assertInvalid("ab@exam" + forbidden + "ple.com");
        assertInvalid("ab@[x:" + forbidden + "y]");
        assertInvalid(forbidden + "ab@example.com");
        assertInvalid("ab@example.com" + forbidden);
    }

    static Stream<String> forbiddenCharacters() {
        Stream<Integer> controls = Stream.iterate(0, c -> c + 1).limit(0xa0).filter(c -> c < 0x20 || c >= 0x7f);
        return Stream.concat(controls.map(Character::toString), Stream.of("\ud83d", "\ude00", "\ude00\ud83d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00f6"})
    void addressShouldHoldAsManyOctetsAsMingerCarries(String last) {
        String domain = "@example.com";
        int octetsOfLast = last.equals("x") ? 1 : 2;
        String longest = "x".repeat(LONGEST - domain.length() - octetsOfLast) + last + domain;

        assertThat(AddressSyntax.of(longest).isValid()).isTrue();
        assertInvalid("x" + longest);
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 900, 1_000_000})
    void addressWithALongerLocalPartShouldGoIntoNoCommand(int length) {
        assertInvalid("x".repeat(length) + "@example.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00f6"})
    void domainShouldHoldAsManyOctetsAsDnsCarries(String character) {
        int octets = character.equals("x") ? 1 : 2;
        String label = character.repeat(50 / octets) + ".";

        assertThat(AddressSyntax.of("b@" + label.repeat(4) + "example").isValid())
                .isTrue();
        assertInvalid("b@" + label.repeat(5) + "example");
        assertInvalid("b@" + "x".repeat(64) + ".example");
    }

    private static void assertInvalid(String address) {
        AddressSyntax syntax = AddressSyntax.of(address);
        assertThat(syntax.kind()).as("%s", address).isEqualTo(Kind.INVALID);
        assertThat(syntax.reason()).matches("[ -~]+");
    }

    @Test
    void quickLookShouldSayWhatTheWholeGrammarSays() {
        Random random = new Random(20261130);
        String characters = "aZ0.-_+@@..'\" \\\u00e9\u0000[]\u007f";
        for (int i = 0; i < 300_000; i++) {
            StringBuilder address = new StringBuilder();
            for (int length = random.nextInt(14); length > 0; length--) {
                address.append(characters.charAt(random.nextInt(characters.length())));
            }
            assertThat(AddressSyntax.of(address.toString()))
                    .as(address.toString())
                    .isEqualTo(AddressSyntax.parse(address.toString()));
        }
        assertThat(AddressSyntax.of("alice@example.com").isAscii()).isTrue();
    }
}
