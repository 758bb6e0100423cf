// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.List;

/** Messages whose MIME (RFC 2045 to 2047, 2183, 2231) is broken or rare, as real programs write it. */
final class BrokenMime {
    private static final String HEAD = "From: Ann <ann@example.net>\nTo: bob@example.com\nSubject: see attachment\n"
            + "Message-ID: <mime@example.net>\nDate: Mon, 30 Nov 2026 09:00:00 +0100\n";
    private static final String VERSION = "MIME-Version: 1.0\n";

    private BrokenMime() {}

    static List<CorpusMessage> messages() {
        return List.of(
                typed("parameter-with-spaces", "application/pdf; name=Mise en Demeure.pdf"),
                typed("quote-not-closed", "text/plain; charset=\"utf-8"),
                typed("rfc822-with-name", "message/rfc822; name=A B C.eml"),
                typed("content-type-empty", ""),
                typed("content-type-garbage", ";;;=/\" <>\\"),
                typed("content-type-without-subtype", "text"),
                typed("content-type-with-two-slashes", "text/plain/utf-8; charset=us-ascii"),
                typed("content-type-with-open-comment", "text/plain (a (nested) comment; charset=x"),
                typed("content-type-with-many-semicolons", "text/plain;; charset=utf-8;;;format=flowed;"),
                typed("content-type-in-latin-1", "application/octet-stream; name=\"r\u00e9sum\u00e9.doc\""),
                typed("content-type-in-utf-8", "application/octet-stream; name=r\u00c3\u00a9sum\u00c3\u00a9.doc"),
                typed("content-type-folded-inside-a-word", "text/pl\n ain; char\n\tset=utf-8"),
                typed("charset-unknown", "text/plain; charset=x-klingon-8859"),
                typed("charset-impossible", "text/plain; charset=\"utf-8 ; \\\"\""),
                encoded("transfer-encoding-unknown", "x-frobnicated", "Hello\n"),
                encoded("transfer-encoding-invalid", "8 bit; or so", "Hello\n"),
                encoded("transfer-encoding-empty", "", "Hello\n"),
                encoded("base64-broken", "base64", "SGVsbG8*gd29y\n===bGQ\n\n=A\n.\n"),
                encoded("quoted-printable-broken", "quoted-printable", "caf=E9 =ZZ =\n= =3\nend=\n"),
                message(
                        "content-type-twice",
                        "Content-Type: text/plain\nContent-Type: text/html; charset=\"\n",
                        "<p>Hi\n"),
                disposition("disposition-with-spaces", "attachment; filename=Rapport annuel 2026.pdf"),
                disposition("disposition-garbage", "=?utf-8?Q?attachment?=; ; filename"),
                disposition("disposition-quote-not-closed", "inline; filename=\"a;b"),
                disposition("rfc2231-unknown-charset", "attachment; filename*=utf-9'xx'%ZZ%4"),
                disposition(
                        "rfc2231-with-gaps", "attachment;\n filename*0*=us-ascii''a;\n filename*2=c; filename*7*=%"),
                disposition("rfc2231-without-quotes", "attachment; filename*=caf%E9.txt"),
                message("encoded-words-broken", "X-Note: =?utf-8?B?w6k=\nX-Other: =?x?Q??= =?utf-8?Z?a?= =?\n", "Hi\n"),
                message("multipart-without-boundary", "Content-Type: multipart/mixed\n", part("x", "one") + "--x--\n"),
                multipart("boundary-never-used", "other", "x"),
                multipart("boundary-empty", "", ""),
                message(
                        "boundary-with-spaces",
                        "Content-Type: multipart/mixed; boundary=a b c\n",
                        part("a b c", "one")),
                multipart("boundary-of-300-octets", "b".repeat(300), "b".repeat(300)),
                multipart("boundary-with-odd-characters", "=_'()+,-./:=?", "=_'()+,-./:=?"),
                message(
                        "multipart-without-end",
                        "Content-Type: multipart/mixed; boundary=\"x\"\n",
                        "preamble\n" + part("x", "one") + part("x", "two")),
                message(
                        "multipart-in-base64",
                        "Content-Type: multipart/mixed; boundary=x\nContent-Transfer-Encoding: base64\n",
                        part("x", "one") + "--x--\n"),
                message("faults-nested", "Content-Type: multipart/mixed; boundary=a\n", nestedFaults()),
                message("thirty-multiparts-deep", "Content-Type: multipart/mixed; boundary=b0\n", deep(30)),
                message(
                        "part-without-header",
                        "Content-Type: multipart/mixed; boundary=x\n",
                        "--x\nno header here\n--x\n\n--x--\nepilogue\n--x--\n"),
                message(
                        "attached-message-in-8-bit",
                        "Content-Type: multipart/mixed; boundary=x\n",
                        "--x\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
                                + "Subject: caf\u00c3\u00a9\nBcc: attached@example.net\n\n\u00e9\n--x--\n"),
                message("uuencoded", "", "begin 644 cat.txt\n#0V%T\n`\nend\n"),
                message("receipt-without-semicolons", receipt(), receiptParts()),
                message("delivery-report", report(), reportParts()),
                message("smime-signed", smimeSigned(), smimeParts()),
                message(
                        "smime-opaque",
                        "Content-Type: application/x-pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n"
                                + "Content-Transfer-Encoding: base64\n",
                        "MIAGCSqGSIb3DQEHA6CAMIACAQAxggFC\n"),
                message("pgp-signed", pgpSigned(), pgpParts()),
                message(
                        "pgp-encrypted",
                        "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=e\n",
                        "--e\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n--e\n"
                                + "Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n--e--\n"),
                new Version(
                                "mime-version-with-comment",
                                "Mime-Version: 1.0 (Mac OS X Mail 16.0 \\(3774.300.61.1.2\\))\n")
                        .message(),
                new Version("mime-version-of-a-future", "mime-version: 2.0\n").message(),
                new Version("mime-version-twice", "MIME-Version: 1.0\nMIME-VERSION:1.0\n").message(),
                new Version("mime-version-garbage", "MIME-Version: one point oh\n").message());
    }

    /** What stands for the line MIME-Version, at the end of the header. */
    private record Version(String name, String line) {
        CorpusMessage message() {
            return CorpusMessage.of(
                    name, HEAD + "Content-Type: text/plain;\n\tcharset=us-ascii\n" + line + "X-Last: 1\n\nHello\n");
        }
    }

    private static CorpusMessage message(String name, String fields, String body) {
        return CorpusMessage.of(name, HEAD + VERSION + fields + "\n" + body);
    }

    private static CorpusMessage typed(String name, String type) {
        return message(name, "Content-Type: " + type + "\n", "Hello from " + name + "\n");
    }

    private static CorpusMessage encoded(String name, String encoding, String body) {
        return message(
                name,
                "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: " + encoding + "\n",
                body);
    }

    private static CorpusMessage disposition(String name, String disposition) {
        return message(
                name,
                "Content-Type: multipart/mixed; boundary=\"x\"\nContent-Disposition: " + disposition + "\n",
                "--x\nContent-Type: application/pdf; name=A B.pdf\nContent-Disposition: " + disposition
                        + "\n\n%PDF\n--x--\n");
    }

    private static CorpusMessage multipart(String name, String declared, String used) {
        return message(
                name,
                "Content-Type: multipart/alternative;\n boundary=\"" + declared + "\"\n",
                part(used, "one") + part(used, "two") + "--" + used + "--\n");
    }

    private static String part(String boundary, String text) {
        return "--" + boundary + "\nContent-Type: text/plain\n\n" + text + "\n";
    }

    private static String nestedFaults() {
        return "--a\nContent-Type: multipart/related; boundary=\n\n--\nContent-Type: message/rfc822; name=A B C.eml\n\n"
                + "Content-Type: multipart/mixed; boundary=\"a\n\n--a\nContent-Type: text/plain; charset=\"\n"
                + "Content-Transfer-Encoding: base64\n\n!!!\n--a--\n";
    }

    private static String deep(int levels) {
        StringBuilder text = new StringBuilder();
        for (int level = 0; level < levels; level++) {
            text.append("--b").append(level).append("\nContent-Type: multipart/mixed; boundary=b");
            text.append(level + 1).append("\n\n");
        }
        return text.append("--b").append(levels).append("\n\nat the bottom\n").toString();
    }

    private static String receipt() {
        return "Content-Type: multipart/report report-type=disposition-notification boundary=\"r\"\n";
    }

    private static String receiptParts() {
        return "--r\nContent-Type: text/plain\n\nRead.\n--r\nContent-Type: message/disposition-notification\n\n"
                + "Reporting-UA: Phone 1.0\nDisposition: automatic-action/MDN-sent-automatically displayed\n--r--\n";
    }

    private static String report() {
        return "Content-Type: multipart/report; report-type=delivery-status;\n boundary=\"d\"\n";
    }

    private static String reportParts() {
        return "--d\n\nNot delivered.\n--d\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; example.net\n\n"
                + "Final-Recipient: rfc822;cy@example.org\nAction: failed\nStatus: 5.1.1\n\n--d\n"
                + "Content-Type: text/rfc822-headers\n\nSubject: earlier\nBcc: inner@example.net\n--d--\n";
    }

    private static String smimeSigned() {
        return "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";\n"
                + "\tmicalg=sha-256; boundary=\"----=_Part_1.2\"\n";
    }

    private static String smimeParts() {
        return "This is an S/MIME signed message\n\n------=_Part_1.2\nContent-Type: text/plain; charset=utf-8\n"
                + "Content-Transfer-Encoding: 8bit\n\ncaf\u00c3\u00a9 \t \n\n------=_Part_1.2\n"
                + "Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n\n"
                + "MIAGCSqGSIb3DQEHAqCA\n------=_Part_1.2--\n";
    }

    private static String pgpSigned() {
        return "Content-Type: multipart/signed; micalg=pgp-sha512;\n protocol=\"application/pgp-signature\"; boundary=p\n";
    }

    private static String pgpParts() {
        return "--p\nContent-Type: text/plain; format=flowed; delsp=yes\n\ntrailing space \n-- \n.signature\n\n--p\n"
                + "Content-Type: application/pgp-signature\n\n-----BEGIN PGP SIGNATURE-----\n\niQ==\n=abcd\n"
                + "-----END PGP SIGNATURE-----\n\n--p--\n";
    }
}
