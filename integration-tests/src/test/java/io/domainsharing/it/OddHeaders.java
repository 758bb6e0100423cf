// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Messages whose header section is broken, rare or large (RFC 5322), and those that name blind recipients. */
final class OddHeaders {
    private static final String FROM = "From: ann@example.net\n";
    private static final String BODY = "\nHello\n";

    private OddHeaders() {}

    static List<CorpusMessage> messages() {
        return List.of(
                headed(
                        "utf-8-in-fields",
                        "Subject: caf\u00c3\u00a9 \u00e6\u0097\u00a5\u00e6\u009c\u00ac\nTo: J\u00c3\u00b6rg <b@example.com>\n"),
                headed("latin-1-in-fields", "Subject: caf\u00e9\nTo: J\u00f6rg <b@example.com>\n"),
                headed("c1-and-delete-in-fields", "Subject: a\u0080\u009fb\u007fc\n"),
                headed("nul-in-a-field", "Subject: a\u0000b\n"),
                headed("bare-cr-in-a-field", "Subject: a\rBcc: b@example.com\n"),
                CorpusMessage.of("without-from-date-and-message-id", "Subject: bare\n" + BODY),
                headed("several-from", "From: <bob@example.com>, cy@example.org\nFrom: \n"),
                headed(
                        "several-subjects-and-dates",
                        "Subject: 1\nSubject: 2\nDate: x\nDate: Mon, 30 Nov 2026 09:00 UT\n"),
                headed(
                        "message-id-and-date-garbage",
                        "Message-ID: <<a b>@>\nDate: the day before yesterday\nTo: ,;:\n"),
                CorpusMessage.of("empty", ""),
                CorpusMessage.of("one-empty-line", "\n"),
                CorpusMessage.of("header-only", FROM + "Subject: nothing\n\n"),
                CorpusMessage.of("header-without-empty-line", FROM + "Subject: nothing more\n"),
                CorpusMessage.of("header-without-line-end", FROM + "Subject: cut off"),
                CorpusMessage.of("body-only", "Hello, this is no header\nand neither is this\n"),
                CorpusMessage.of("body-behind-an-empty-line", "\nHello\nSubject: none\n\nBcc: none@example.net\n"),
                CorpusMessage.of("first-line-is-a-continuation", "  of what?\n" + FROM + "Subject: x\n" + BODY),
                headed("lines-without-colon", "no colon here\nSubject: x\nneither here\n"),
                headed("mbox-line", ">From ann@example.net Mon Nov 30 09:00:00 2026\nSubject: x\n"),
                CorpusMessage.of("mbox-line-first", "From ann@example.net Mon Nov 30 09:00:00 2026\n" + FROM + BODY),
                headed("space-before-colon", "Subject : x\nX-Tab\t: y\nMIME-Version : 1.0\nContent-Type : text/html\n"),
                headed("names-empty-and-odd", ": no name\n:\nX Y: two words\n\"q\": quoted\nX-\u00e9: y\n"),
                headed("values-empty", "Subject:\nX-Empty: \nX-Folded:\n \nTo:\n\t\n"),
                headed("no-space-behind-colon", "Subject:x\nX-A:\tb\nX-B:   c   \n"),
                headed(
                        "odd-case-and-order",
                        "sUBJECT: x\ndate: Mon, 30 Nov 2026 09:00:00 +0000\nMESSAGE-id: <o@x.example>\n"),
                headed(
                        "folded-with-tabs",
                        "Subject: a\n\t\tb\n \t c\n\t\n d\nReferences:\n\t<1@x.example>\n\t<2@x.example>\n"),
                headed("continuation-of-spaces", "Subject: a\n   \n\t\t\n b\nX-A: c\n \nX-B: d\n"),
                headed("field-of-1500-octets", "X-Long: " + "a".repeat(1492) + "\n"),
                headed("field-of-8000-octets", "X-Long: " + "abcdefg ".repeat(999) + "\n"),
                headed("field-of-10000-octets", "References:" + "\n <0123456789@example.net>".repeat(400) + "\n"),
                headed("many-recipients", "To: " + addresses(1500) + "\nCc: " + addresses(1500) + "\n"),
                headed("twenty-thousand-fields", "X-A: b\n".repeat(20_000)),
                headed("return-path", "Return-Path: <someone@else.example>\nSubject: x\nReturn-Path: <>\n"),
                headed(
                        "resent",
                        "Resent-From: cy@example.org\nResent-To: bob@example.com\nResent-Date: x\nResent-Message-ID: <r>\n"),
                headed("signatures", signatures()),
                headed("received-25-times", "Received: from a by b; Mon, 30 Nov 2026 09:00:00 +0000\n".repeat(25)),
                CorpusMessage.of("trace-of-others", foreignTrace() + FROM + "Subject: x\n" + foreignTrace() + BODY),
                headed("delivered-to", "Delivered-To: alice@example.com\nX-Original-To: bob@example.com\nSender: x\n"),
                headed("automatic", "Auto-Submitted: auto-replied\nPrecedence: bulk\nList-Id: <l.example.org>\n"),
                headed("wrong-length-and-lines", "Content-Length: 3\nLines: 400000\nStatus: RO\n"),
                blind("bcc", "Subject: x\n", "Bcc: cy@example.org\n", "X-Last: 1\n"),
                blind(
                        "bcc-folded",
                        "Subject: x\n",
                        "Bcc: cy@example.org,\n\tdi@example.org\n , ed@example.org\n",
                        "To: y\n"),
                blind("bcc-in-odd-case", "", "bCC: cy@example.org\n", "Subject: x\n"),
                blind("bcc-without-space", "Subject: x\n", "BCC:cy@example.org\n", ""),
                blind("bcc-empty", "Subject: x\n", "Bcc:\nBcc: \nBcc:\n \n", "X-Last: 1\n"),
                blind("bcc-before-a-line-without-colon", "", "Bcc: cy@example.org\n", "no colon here\n"),
                blind(
                        "bcc-of-a-broken-message",
                        "Content-Type: message/rfc822; name=A B C.eml\n",
                        "Bcc: cy@example.org\n",
                        ""),
                blind("bcc-with-latin-1", "Subject: \u00e9\n", "Bcc: J\u00f6rg <cy@example.org>\n", ""),
                blind("bcc-of-9000-octets", "", "Bcc: " + addresses(500) + "\n", "Subject: x\n"),
                CorpusMessage.of("bcc-first", "Bcc: cy@example.org\n more@example.org\n" + FROM + BODY, FROM + BODY),
                CorpusMessage.of("bcc-only", "Bcc: cy@example.org\n", ""),
                CorpusMessage.of(
                        "bcc-twice-and-a-body-that-looks-like-it",
                        "BCC: cy@example.org\n" + FROM + "bcc: di@example.org\n\nBcc: stays\n stays\n\nBcc: stays\n",
                        FROM + "\nBcc: stays\n stays\n\nBcc: stays\n"),
                headed("no-bcc-but-nearly", "X-Bcc: a\nBcc-Foo: b\nBccc: c\nBc: d\nSubject: e\n Bcc: f\n"));
    }

    private static CorpusMessage headed(String name, String fields) {
        return CorpusMessage.of(name, FROM + fields + BODY);
    }

    /** A message of which everything but one field arrives. */
    private static CorpusMessage blind(String name, String before, String bcc, String behind) {
        return CorpusMessage.of(name, FROM + before + bcc + behind + BODY, FROM + before + behind + BODY);
    }

    private static String addresses(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "person" + i + "@example.org")
                .collect(Collectors.joining(",\n "));
    }

    /** What other servers have signed, with spaces where they matter. */
    private static String signatures() {
        return "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=example.org; s=arc;\n\tb=abc\n"
                + "ARC-Message-Signature: i=1; a=rsa-sha256;  c=relaxed/simple; d=example.org; s=arc; h=from:to; \n bh=x; b=y\n"
                + "ARC-Authentication-Results: i=1; mx.example.org; dkim=pass\n"
                + "DKIM-Signature: v=1; a=ed25519-sha256; c=simple; d=example.net;\n  s=brisbane; h=from : to;\n"
                + " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\n\tb=\n"
                + "Authentication-Results: mx.example.org;\n       spf=pass smtp.mailfrom=ann@example.net\n";
    }

    /** What only a server of ours writes, and only at the top. */
    private static String foreignTrace() {
        return "X-Domain-Sharing: node=paris-corpus; peer=oslo; hop=1\n"
                + "X-Domain-Sharing: node=oslo; peer=paris-corpus; hop=2; sig=AAAA\n"
                + "X-Domain-Sharing-List: copy=list; list=all@example.com\n"
                + "x-domain-sharing-gateway: paris-corpus\n paris-corpus\n";
    }
}
