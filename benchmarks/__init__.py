"""Quality and speed, measured on the development data beside the repository; nothing here ships."""
