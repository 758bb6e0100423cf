// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.domainsharing.ownership.disk.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text that no other node of the site has, and that this one keeps: what a process held that was killed, the next process of the same
 * node has at once, and need not wait until it ends by itself. It is made of a random number in {@code node.id} beside the owner cache and
 * of the machine's name, so that a folder that was copied makes no two nodes one.
 *
 * @param text without spaces
 */
public record NodeIdentity(String text) {
    static final String NAME = "node.id";

    private static final Logger LOGGER = LoggerFactory.getLogger(NodeIdentity.class);
    private static final Pattern RANDOM = Pattern.compile("[0-9a-f-]{36}");

    /**
     * That of this node, made at its first start. Blocks.
     *
     * @param folder of what this server keeps on disk; where it cannot be used, the identity is this process's alone
     * @param machine the name of the machine
     */
    public static NodeIdentity in(Path folder, String machine) {
        return new NodeIdentity(numberIn(new WholeFile(folder, NAME)) + '@' + machine);
    }

    private static String numberIn(WholeFile file) {
        String fresh = UUID.randomUUID().toString();
        try {
            String kept = new String(file.read(), US_ASCII);
            if (RANDOM.matcher(kept).matches()) {
                return kept;
            }
            file.write(out -> out.write(fresh.getBytes(US_ASCII)));
        } catch (IOException e) {
            LOGGER.warn("{} cannot be used: after a crash this node waits for what it held. {}", file, e.getMessage());
        }
        return fresh;
    }
}
