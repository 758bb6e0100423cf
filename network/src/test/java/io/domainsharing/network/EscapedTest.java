// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscapedTest {
    @ParameterizedTest
    @ValueSource(
            chars = {
                0, 7, '\t', '\r', '\n', 0x1b, 0x7f, 0x80, 0x85, 0x9b, 0xad, 0x200b, 0x200f, 0x2028, 0x2029, 0x202e,
                0x2066, 0xfeff, 0xd800
            })
    void noCharacterThatDoesSomethingShouldBeLeftAnywhere(char c) {
        String text = "a" + c + "b";

        assertThat(Escaped.of(text)).isEqualTo(String.format(Locale.ROOT, "a\\u%04xb", (int) c));
        assertThat(Escaped.oneLine(text, 100)).isEqualTo("a b");
        assertThat(Escaped.forTerminal(text)).isEqualTo(String.format(Locale.ROOT, "a\\u{%x}b", (int) c));
        if (c > '\n') {
            assertThat(Escaped.json(text)).matches("a(\\\\u[0-9a-f]{4}|[\r\u001b])b");
        }
    }

    @Test
    void lettersShouldStayOnATerminalOnly() {
        assertThat(Escaped.forTerminal("caf\u00e9 \ud83d\ude00")).isEqualTo("caf\u00e9 \ud83d\ude00");
        assertThat(Escaped.of("caf\u00e9")).isEqualTo("caf\\u00e9");
    }

    @Test
    void longTextShouldBeCut() {
        assertThat(Escaped.of("abcdef", 3)).isEqualTo("abc...");
        assertThat(Escaped.of("abc", 3)).isEqualTo("abc");
        assertThat(Escaped.oneLine("  a\r\n b  c ", 100)).isEqualTo("a b c");
        assertThat(Escaped.oneLine("abcdefgh", 6)).isEqualTo("abc...");
        assertThat(Escaped.oneLine("abcdef  ", 6)).isEqualTo("abcdef");
        assertThat(Escaped.oneLine("abcde   f", 6)).isEqualTo("abc...");
    }

    @Test
    void octetsShouldBeWrittenAsSuchWhateverTheirCharset() {
        byte[] octets = "x\u00e9\t\u001b~".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(Escaped.ofOctets(octets, 0, octets.length)).isEqualTo("x\\xE9\t\\x1B~");
        assertThat(Escaped.ofOctets(octets, 1, 2)).isEqualTo("\\xE9");
    }
}
