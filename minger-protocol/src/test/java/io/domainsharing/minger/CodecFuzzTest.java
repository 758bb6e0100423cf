// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.network.Escaped;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Over a million seeded datagrams against an oracle that shares no code with the readers: regular expressions. */
class CodecFuzzTest {
    private static final int DATAGRAMS = 1_200_000;
    private static final long SEED = 4069;

    private static final String TOKEN = "(?<mailbox>(?:\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"(?=@))?+[^ ]*+)";
    private static final Pattern QUERY = Pattern.compile(TOKEN + "(?: (?<rest>.*+))?", Pattern.DOTALL);
    private static final Pattern USABLE =
            Pattern.compile("(?:\"(?:[^\"\\\\]|\\\\.)*+\"(?=@))?+(?<more>[!-~]*+)", Pattern.DOTALL);
    private static final Pattern FIELDS = Pattern.compile(
            "(?:(?:d=)?[A-Za-z0-9+/]{22}==(?= |$))?+(?:(?:^| )(?!d=)[A-Za-z0-9_]++=[A-Za-z0-9_]++(?= |$))*+");
    private static final Pattern RESPONSE = Pattern.compile(
            TOKEN + "(?: (?<digit>[0-5])(?: .*+)?)|" + TOKEN.replace("mailbox", "glued") + "(?: .*+)?", Pattern.DOTALL);

    private static final String[] PIECES = {
        "a",
        "user",
        "@",
        "@example.com",
        "a@b",
        "\"",
        "\"a b\"@c",
        "\\",
        " ",
        " ",
        " d=",
        "d=",
        "=",
        "v=1",
        " v=1",
        " w_2=x",
        " d=CXhK7jcPFHAchFxB8NAp9w==",
        " CXhK7jcPFHAchFxB8NAp9w==",
        "\r\n",
        "\0",
        "\t",
        "5",
        " 5",
        " 3",
        " 9",
        "0",
        "==",
        "é"
    };

    private final Random random = new Random(SEED);

    @Test
    void readersShouldAcceptExactlyWhatTheOracleDoesWhenFedAMillionDatagrams() {
        int queries = 0;
        int responses = 0;
        for (int i = 0; i < DATAGRAMS; i++) {
            byte[] datagram = next();
            String text = new String(datagram, StandardCharsets.ISO_8859_1);
            queries += checkQuery(datagram, text) ? 1 : 0;
            responses += checkResponse(datagram, text) ? 1 : 0;
        }

        assertThat(queries).as("well-formed queries among them").isGreaterThan(DATAGRAMS / 50);
        assertThat(responses).as("well-formed responses among them").isGreaterThan(DATAGRAMS / 50);
    }

    private boolean checkQuery(byte[] datagram, String text) {
        QueryReading reading = MingerQuery.read(datagram);
        String expected = expectedQuery(text);
        String actual;
        if (reading instanceof QueryReading.WellFormed wellFormed) {
            MingerQuery query = wellFormed.query();
            actual = "well-formed " + query.mailbox();
            if (!MingerQuery.read(query.toBytes()).equals(reading)) {
                throw new AssertionError("no round trip: " + Escaped.of(text));
            }
        } else if (reading instanceof QueryReading.Malformed malformed) {
            actual = "malformed " + malformed.mailbox();
        } else {
            actual = "unanswerable";
        }
        if (!actual.equals(expected)) {
            throw new AssertionError(Escaped.of(text) + ": " + actual + ", expected " + expected);
        }
        return reading instanceof QueryReading.WellFormed;
    }

    private boolean checkResponse(byte[] datagram, String text) {
        ResponseReading reading = MingerResponse.read(datagram);
        String expected = expectedResponse(text);
        String actual = "malformed";
        if (reading instanceof ResponseReading.WellFormed wellFormed) {
            MingerResponse response = wellFormed.response();
            actual = response.mailbox() + " " + response.status().digit();
            if (!MingerResponse.read(response.toBytes()).equals(reading)) {
                throw new AssertionError("no round trip: " + Escaped.of(text));
            }
        }
        if (!actual.equals(expected)) {
            throw new AssertionError(Escaped.of(text) + ": " + actual + ", expected " + expected);
        }
        return !expected.equals("malformed");
    }

    private static String expectedQuery(String text) {
        Matcher parts = QUERY.matcher(strip(text, "\r\n\0"));
        if (!parts.matches() || !isUsable(parts.group("mailbox"))) {
            return "unanswerable";
        }
        String rest = parts.group("rest");
        boolean wellFormed = text.length() <= 1024 && (rest == null || isFields(rest, text.length()));
        return (wellFormed ? "well-formed " : "malformed ") + parts.group("mailbox");
    }

    private static boolean isFields(String rest, int length) {
        boolean bare = rest.matches("(?s)[^=]{22}==.*");
        if (rest.isEmpty() || rest.startsWith(" ") || !FIELDS.matcher(rest).matches() || (bare && length > 1022)) {
            return false;
        }
        Set<String> names = new HashSet<>();
        for (String field : rest.split(" ", -1)) {
            if (!field.endsWith("==") && !names.add(field.substring(0, field.indexOf('=')))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUsable(String mailbox) {
        Matcher usable = USABLE.matcher(mailbox);
        if (mailbox.length() > 320 || !mailbox.matches("[ -~]*") || !usable.matches()) {
            return false;
        }
        String more = usable.group("more");
        return more.length() < mailbox.length() ? more.matches("@.+|.+@.+") : more.matches(".+@.+");
    }

    private static String expectedResponse(String text) {
        Matcher parts = RESPONSE.matcher(strip(text, "\r\n\0 \t"));
        if (!parts.matches()) {
            return "malformed";
        }
        if (parts.group("digit") != null) {
            return isUsable(parts.group("mailbox")) ? parts.group("mailbox") + " " + parts.group("digit") : "malformed";
        }
        String glued = parts.group("glued");
        int last = glued.length() - 1;
        return glued.matches("(?s).*[0-5]") && isUsable(glued.substring(0, last))
                ? glued.substring(0, last) + " " + glued.charAt(last)
                : "malformed";
    }

    private static String strip(String text, String trailing) {
        int end = text.length();
        while (end > 0 && trailing.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }

    private byte[] next() {
        ByteArrayOutputStream datagram = new ByteArrayOutputStream();
        if (random.nextInt(8) == 0) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            datagram.writeBytes(noise);
        } else {
            if (random.nextBoolean()) {
                datagram.writeBytes("user@example.com".getBytes(StandardCharsets.US_ASCII));
            }
            for (int i = random.nextInt(6); i >= 0; i--) {
                datagram.writeBytes(PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.ISO_8859_1));
            }
            if (random.nextInt(50) == 0) {
                datagram.writeBytes("1".repeat(random.nextInt(1100)).getBytes(StandardCharsets.US_ASCII));
            }
        }
        byte[] octets = datagram.toByteArray();
        if (octets.length > 0 && random.nextInt(4) == 0) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        return octets;
    }
}
