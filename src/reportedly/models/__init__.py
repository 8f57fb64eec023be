"""Models that come with the package: made while the wheel is built (`build`), opened once a process (`load`)."""
