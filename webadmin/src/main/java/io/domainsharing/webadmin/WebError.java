// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.network.Escaped;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import org.apache.james.webadmin.utils.ErrorResponder;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.eclipse.jetty.http.HttpStatus;
import spark.HaltException;
import spark.Spark;

/** Errors as James's own routes answer them: to be thrown. */
final class WebError {
    private WebError() {}

    /** 400: the client's mistake. */
    static HaltException invalid(String message) {
        return of(HttpStatus.BAD_REQUEST_400, ErrorType.INVALID_ARGUMENT, message);
    }

    /** 403: it comes from where nothing may come from. */
    static HaltException forbidden(String message) {
        return of(HttpStatus.FORBIDDEN_403, ErrorType.INVALID_ARGUMENT, message);
    }

    /** 404. */
    static HaltException notFound(String message) {
        return of(HttpStatus.NOT_FOUND_404, ErrorType.NOT_FOUND, message);
    }

    /** 409: it cannot be done as things are. */
    static HaltException conflict(String message) {
        return of(HttpStatus.CONFLICT_409, ErrorType.WRONG_STATE, message);
    }

    /** 409: nothing of ours is on. */
    static HaltException switchedOff() {
        return conflict("Domain Sharing is switched off: write <enabled>true</enabled> into "
                + BadConfigurationException.FILE + " and restart James");
    }

    /** 411. */
    static HaltException lengthRequired() {
        return of(
                HttpStatus.LENGTH_REQUIRED_411,
                ErrorType.INVALID_ARGUMENT,
                "Send the body with its length: Content-Length, and no Transfer-Encoding");
    }

    /** 412: what the client asks to be so is not so. */
    static HaltException preconditionFailed(String message) {
        return of(HttpStatus.PRECONDITION_FAILED_412, ErrorType.WRONG_STATE, message);
    }

    /** 413. */
    static HaltException tooLarge() {
        return of(
                HttpStatus.PAYLOAD_TOO_LARGE_413,
                ErrorType.INVALID_ARGUMENT,
                "The body is larger than " + RequestGuard.LARGEST_BODY + " octets");
    }

    /** 415. */
    static HaltException unsupportedType(String message) {
        return of(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, ErrorType.INVALID_ARGUMENT, message);
    }

    /** 421: it is for another host. */
    static HaltException misdirected(String message) {
        return of(HttpStatus.MISDIRECTED_REQUEST_421, ErrorType.INVALID_ARGUMENT, message);
    }

    /** 429: not now. */
    static HaltException busy(String message) {
        return of(HttpStatus.TOO_MANY_REQUESTS_429, ErrorType.WRONG_STATE, message);
    }

    /** 500: the server's trouble. */
    static HaltException failed(String message, Exception cause) {
        return halt(
                HttpStatus.INTERNAL_SERVER_ERROR_500,
                ErrorResponder.builder()
                        .type(ErrorType.SERVER_ERROR)
                        .message(message)
                        .cause(cause));
    }

    private static HaltException of(int status, ErrorType type, String message) {
        return halt(status, ErrorResponder.builder().type(type).message(message));
    }

    private static HaltException halt(int status, ErrorResponder error) {
        return Spark.halt(status, Escaped.json(error.statusCode(status).asString()));
    }
}
