// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * OpenDKIM, which signs messages of one domain and verifies them (RFC 6376) with the public key in a file in the place of DNS. It
 * runs in its test mode, in which it reads messages from files and talks to nobody. Messages are text in ISO 8859-1, so that each
 * character is one octet. One thread at a time.
 *
 * <p>It signs the fields that mail programs write and some of {@code X-}, and besides that some are not there once more: a
 * message to which a server adds one no longer verifies.
 */
public final class OpenDkim {
    private static final String SELECTOR = "here";
    private static final String COMMON =
            "from,to,cc,subject,date,message-id,reply-to,mime-version,content-type,content-transfer-encoding";
    /** It writes on two streams, one of them in blocks: more lines than a block has would be torn. */
    private static final int TOGETHER = 10;

    private static final Pattern SIGNATURE = Pattern.compile("hname='(DKIM-Signature)' hvalue='([^']*)'");

    private final Path folder;

    private OpenDkim(Path folder) {
        this.folder = folder;
    }

    /** Makes a key for a domain, and keeps its files in a folder of that name. */
    public static OpenDkim create(String name, String domain) {
        Path folder = Checkout.emptyFolder(name);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair keys = generator.generateKeyPair();
            Files.writeString(
                    folder.resolve("private.pem"),
                    "-----BEGIN PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(keys.getPrivate().getEncoded())
                            + "\n-----END PRIVATE KEY-----\n");
            Files.writeString(
                    folder.resolve("public"),
                    SELECTOR + "._domainkey." + domain + " v=DKIM1; k=rsa; p="
                            + Base64.getEncoder()
                                    .encodeToString(keys.getPublic().getEncoded()) + "\n");
            Files.writeString(
                    folder.resolve("sign.conf"),
                    "Mode s\nDomain " + domain + "\nSelector " + SELECTOR + "\nKeyFile " + folder.resolve("private.pem")
                            + "\nRequireSafeKeys no\nSignHeaders " + COMMON + ",x-*\nOversignHeaders " + COMMON + "\n");
            Files.writeString(
                    folder.resolve("verify.conf"), "Mode v\nTestPublicKeys " + folder.resolve("public") + "\n");
            return new OpenDkim(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The message behind its signature.
     *
     * @param canonicalization of header and body, such as {@code relaxed/simple}
     */
    public String sign(String message, String canonicalization) {
        Path file = write("unsigned", message);
        String output = run("-x", "sign.conf", "-c", canonicalization, "-vvv", "-t", file.toString());
        Matcher signature = SIGNATURE.matcher(output);
        if (!signature.find()) {
            throw new IllegalStateException("Not signed: " + output);
        }
        return signature.group(1) + ": " + signature.group(2).replace("\n", "\r\n") + "\r\n" + message;
    }

    /** Whether each of these messages carries a signature that verifies. */
    public List<Boolean> verify(List<String> messages) {
        List<String> files = new ArrayList<>();
        for (String message : messages) {
            files.add(write("signed-" + files.size(), message).toString());
        }
        List<Boolean> verified = new ArrayList<>();
        for (int from = 0; from < files.size(); from += TOGETHER) {
            List<String> some = files.subList(from, Math.min(from + TOGETHER, files.size()));
            String output = run("-x", "verify.conf", "-v", "-t", String.join(",", some));
            some.forEach(file ->
                    verified.add(Pattern.compile("opendkim: " + Pattern.quote(file) + ": verification .* succeeded\n")
                            .matcher(output)
                            .find()));
        }
        return List.copyOf(verified);
    }

    private Path write(String name, String message) {
        try {
            return Files.write(folder.resolve(name), message.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String run(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(DebianPackage.OPENDKIM.file("usr/sbin/opendkim").toString()));
        command.addAll(List.of(arguments));
        return Command.run(command, folder, Map.of("LD_LIBRARY_PATH", DebianPackage.OPENDKIM.libraryPath()), "")
                .output();
    }
}
