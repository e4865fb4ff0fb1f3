// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.spring;

import io.alsx.AsyncLocalStorage;
import io.alsx.spring.SurfaceApplication.Notes;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the servlet API itself offers to answer later. */
final class SurfaceServlet extends HttpServlet {

    private final transient Notes notes;

    private final transient AsyncLocalStorage<RequestStore> storage;

    SurfaceServlet(Notes notes, AsyncLocalStorage<RequestStore> storage) {
        this.notes = notes;
        this.storage = storage;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        String path = request.getRequestURI();
        switch (path) {
            case "/raw/start" -> start(request, response, path);
            case "/raw/dispatch" -> dispatch(request, path);
            case "/raw/time-out" -> timeOut(request, path);
            case "/raw/again" -> again(request, path);
            case "/raw/registered" -> registered(request, path);
            case "/raw/foreign" -> foreign(request, path);
            default -> throw new IllegalArgumentException(path);
        }
    }

    private void start(HttpServletRequest request, HttpServletResponse response, String path) throws ServletException {
        AsyncContext async = request.startAsync(request, response);
        NotingListener created = async.createListener(NotingListener.class);
        created.notes = notes;
        created.path = path;
        async.addListener(created, request, response);
        async.start(() -> {
            notes.add(path, "task");
            request.getAsyncContext().start(() -> {
                notes.add(path, "task of the task");
                async.complete();
            });
        });
    }

    private void dispatch(HttpServletRequest request, String path) {
        AsyncContext async = request.startAsync();
        async.addListener(new NotingListener(notes, path));
        async.start(() -> async.dispatch("/plain"));
    }

    private void timeOut(HttpServletRequest request, String path) {
        AsyncContext async = request.startAsync();
        async.setTimeout(100);
        async.addListener(new NotingListener(notes, path));
    }

    /** Answers in the second dispatch, of which a listener learns only if it registers itself again. */
    private void again(HttpServletRequest request, String path) {
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            AsyncContext async = request.startAsync();
            async.addListener(new NotingListener(notes, path));
            async.dispatch();
        } else {
            AsyncContext async = request.startAsync();
            async.start(async::complete);
        }
    }

    /** What is entered around the registration is what the listener and the task see. */
    private void registered(HttpServletRequest request, String path) {
        AsyncContext async = request.startAsync();
        RequestLog.OTHER.run("registered", () -> {
            async.addListener(new NotingListener(notes, path));
            async.start(() -> {
                notes.add(path, "task");
                async.complete();
            });
        });
    }

    /** Registers from threads that have no store or that of another request. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void foreign(HttpServletRequest request, String path) {
        AsyncContext async = request.startAsync();
        RequestStore another = new RequestStore("another", "GET", "/another");
        elsewhere(() -> async.addListener(new NotingListener(notes, path)));
        elsewhere(() -> storage.run(
                another,
                () -> RequestLog.OTHER.run("another", () -> async.addListener(new NotingListener(notes, path)))));
        elsewhere(() -> storage.run(
                another,
                () -> RequestLog.OTHER.run(
                        "another",
                        () -> async.start(() -> {
                            notes.add(path, "task");
                            async.complete();
                        }))));
    }

    private static void elsewhere(Runnable code) {
        CompletableFuture.runAsync(code, task -> new Thread(task).start())
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    /** Public with a constructor without arguments, for servers to make. */
    public static final class NotingListener implements AsyncListener {

        private @Nullable Notes notes;

        private String path = "";

        /** For servers. */
        public NotingListener() {}

        NotingListener(Notes notes, String path) {
            this.notes = notes;
            this.path = path;
        }

        @Override
        public void onComplete(AsyncEvent event) {
            note("onComplete");
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            note("onTimeout");
            event.getAsyncContext().complete();
        }

        @Override
        public void onError(AsyncEvent event) {
            note("onError");
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            note("onStartAsync");
            event.getAsyncContext().addListener(this);
        }

        private void note(String what) {
            if (notes != null) {
                notes.add(path, what);
            }
        }
    }
}
