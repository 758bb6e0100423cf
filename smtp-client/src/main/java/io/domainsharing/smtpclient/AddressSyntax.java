// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.smtpclient;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Whether an address may stand in a command, for every address that enters or leaves: Mailbox of RFC 5321 section 4.1.2, with
 * what RFC 6531 section 3.3 adds to it. Pure; any thread.
 *
 * <p>Two things are taken although the grammar has them not, for mail in use has them: dots anywhere in an unquoted
 * local-part, and a local-part of more than 64 octets while the address has at most {@value #LONGEST_ADDRESS} octets (docs/adr/0026).
 *
 * @param reason for people, where it is {@link Kind#INVALID}: printable ASCII that quotes nothing of the address; else empty
 */
public record AddressSyntax(Kind kind, String reason) {
    /** What a command needs to carry the address. */
    public enum Kind {
        /** Any command carries it. */
        ASCII,
        /** Well-formed, with characters beyond ASCII: only a command with SMTPUTF8 carries it (RFC 6531). */
        UTF8,
        /** No command may carry it, and nobody has such an address. */
        INVALID
    }

    /** Octets: 64, an {@code @} and 255 (RFC 5321 section 4.5.3.1). */
    private static final int LONGEST_ADDRESS = 320;
    /** RFC 5321 section 4.5.3.1.2. */
    private static final int LONGEST_DOMAIN = 255;
    /** RFC 1035 section 2.3.4. */
    private static final int LONGEST_LABEL = 63;

    private static final String SPECIALS = "()<>[]\\,;:@\"";
    /** The characters of ASCII that a local-part may have without quotes. */
    private static final boolean[] UNQUOTED = new boolean[0x7f];

    static {
        for (char c = '!'; c < UNQUOTED.length; c++) {
            UNQUOTED[c] = SPECIALS.indexOf(c) < 0;
        }
    }

    private static final Pattern ADDRESS_LITERAL =
            Pattern.compile("\\[(\\d{1,3}(\\.\\d{1,3}){3}|[A-Za-z0-9-]*[A-Za-z0-9]:[!-Z^-~]+)\\]");
    private static final AddressSyntax ASCII = new AddressSyntax(Kind.ASCII, "");
    private static final AddressSyntax UTF8 = new AddressSyntax(Kind.UTF8, "");

    /** How this address is written: local-part, {@code @} and domain, without angle brackets. */
    public static AddressSyntax of(String address) {
        return isPlain(address) ? ASCII : parse(address);
    }

    // Each RCPT asks more than once, and nearly all addresses are of this kind: short, in ASCII, without quotes.
    private static boolean isPlain(String address) {
        int at = address.indexOf('@');
        return address.length() <= LONGEST_LABEL && isPlainLocalPart(address, at) && isPlainDomain(address, at + 1);
    }

    private static boolean isPlainLocalPart(String address, int end) {
        for (int i = 0; i < end; i++) {
            char c = address.charAt(i);
            if (c >= UNQUOTED.length || !UNQUOTED[c]) {
                return false;
            }
        }
        return end > 0;
    }

    private static boolean isPlainDomain(String address, int from) {
        char previous = '.';
        for (int i = from; i < address.length(); i++) {
            char c = address.charAt(i);
            boolean fits =
                    switch (c) {
                        case '.' -> previous != '.' && previous != '-';
                        case '-' -> previous != '.';
                        default -> isLetterOrDigit(c);
                    };
            if (!fits) {
                return false;
            }
            previous = c;
        }
        return previous != '.' && previous != '-';
    }

    /** The same for any address, step by step. */
    static AddressSyntax parse(String address) {
        if (address.length() > LONGEST_ADDRESS || address.getBytes(StandardCharsets.UTF_8).length > LONGEST_ADDRESS) {
            return invalid("it has more than " + LONGEST_ADDRESS + " octets");
        }
        if (address.codePoints().anyMatch(AddressSyntax::isForbiddenAnywhere)) {
            return invalid("it has a control character, or half a character");
        }
        int at = endOfLocalPart(address);
        if (at < 1) {
            return invalid("it has no local part that ends at an @");
        }
        String local = address.substring(0, at);
        String defect = local.charAt(0) == '"' ? "" : defectOfUnquoted(local);
        if (defect.isEmpty()) {
            defect = defectOfDomain(address.substring(at + 1));
        }
        if (!defect.isEmpty()) {
            return invalid(defect);
        }
        return isAscii(address) ? ASCII : UTF8;
    }

    /** Whether any command may carry it. */
    public boolean isAscii() {
        return kind == Kind.ASCII;
    }

    /** Whether a command may carry it, if only one with SMTPUTF8. */
    public boolean isValid() {
        return kind != Kind.INVALID;
    }

    /** Control characters of ASCII and ISO 6429, and surrogates without their other half. */
    private static boolean isForbiddenAnywhere(int character) {
        return character < 0x20
                || (character >= 0x7f && character <= 0x9f)
                || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
    }

    /** The index of the {@code @} behind the local-part; -1 where there is none, or the quoted string before it does not end. */
    private static int endOfLocalPart(String address) {
        if (!address.startsWith("\"")) {
            return address.indexOf('@');
        }
        for (int i = 1; i < address.length(); i++) {
            char c = address.charAt(i);
            if (c == '\\') {
                i++;
                if (i < address.length() && address.charAt(i) > 0x7e) {
                    return -1;
                }
            } else if (c == '"') {
                return address.startsWith("@", i + 1) ? i + 1 : -1;
            }
        }
        return -1;
    }

    private static String defectOfUnquoted(String local) {
        return local.chars().anyMatch(c -> c == ' ' || SPECIALS.indexOf(c) >= 0)
                ? "its local part has a character that stands in quotes only"
                : "";
    }

    private static String defectOfDomain(String domain) {
        if (domain.startsWith("[")) {
            return ADDRESS_LITERAL.matcher(domain).matches() ? "" : "what it has in brackets is no address literal";
        }
        if (domain.getBytes(StandardCharsets.UTF_8).length > LONGEST_DOMAIN) {
            return "its domain has more than " + LONGEST_DOMAIN + " octets";
        }
        for (String label : domain.split("\\.", -1)) {
            if (!isLabel(label)) {
                return "what it has behind the @ is no domain";
            }
        }
        return "";
    }

    private static boolean isLabel(String label) {
        String ascii = isAscii(label) ? label : aLabelOf(label);
        return !ascii.isEmpty()
                && ascii.length() <= LONGEST_LABEL
                && !ascii.startsWith("-")
                && !ascii.endsWith("-")
                && ascii.chars().allMatch(AddressSyntax::isLetterDigitOrHyphen);
    }

    /** Empty where it is no U-label. A full stop of another script makes two labels of it, so it is none either. */
    private static String aLabelOf(String label) {
        try {
            return IDN.toASCII(label, IDN.ALLOW_UNASSIGNED | IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static boolean isLetterDigitOrHyphen(int c) {
        return isLetterOrDigit(c) || c == '-';
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static AddressSyntax invalid(String reason) {
        return new AddressSyntax(Kind.INVALID, reason);
    }
}
